//! The sockets that the server listens on.

use std::net::SocketAddr;

use postrider_inbound::{BindError, Listener};

use super::Running;
use super::fault::{ReloadError, StartError};
use crate::config;
use crate::http::HttpServer;

/// Listens on all of them, or on none.
pub fn bind(listeners: &[config::Listener]) -> Result<Vec<(config::Listener, Listener)>, BindError> {
    listeners.iter().map(|listener| Ok((listener.clone(), Listener::bind(listener.address)?))).collect()
}

/// Listens for whoever wants to know the metrics, if anybody shall.
pub async fn bind_metrics(address: Option<SocketAddr>) -> Result<Option<HttpServer>, StartError> {
    let Some(address) = address else { return Ok(None) };
    let failed = |error| StartError::Metrics { address, error };
    HttpServer::bind(address).await.map(Some).map_err(failed)
}

/// The same, while the listeners that are to go are still there.
pub fn bind_beside(
    gone: &[Running],
    added: &[config::Listener],
) -> Result<Vec<(config::Listener, Listener)>, ReloadError> {
    for listener in added {
        if let Some(running) = gone.iter().find(|running| listener.overlaps(running.address)) {
            return Err(ReloadError::Held { new: listener.address, old: running.address });
        }
    }
    Ok(bind(added)?)
}
