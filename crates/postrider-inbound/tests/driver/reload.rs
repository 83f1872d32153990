//! A change of the settings is for the sessions that come after it.

use std::sync::Arc;

use postrider_inbound::Settings;
use postrider_proto::server::Options;
use tokio::net::TcpStream;

use crate::client::Client;
use crate::server::{Server, options};

#[tokio::test]
async fn a_session_keeps_what_it_began_with() {
    let server = Server::new(options());
    let listener = server.bind();
    let address = listener.address();
    let _serving = server.serve(listener);
    let connect = async || Client::new(TcpStream::connect(address).await.expect("it listens"));

    let mut before = connect().await;
    assert_eq!(before.reply().await, "220 mx.example.test ESMTP postrider");
    server.settings.send_modify(|settings| {
        let session = Options { hostname: "new.example.test".into(), ..(*settings.session).clone() };
        *settings = Arc::new(Settings { session: Arc::new(session), ..(**settings).clone() });
    });
    let mut after = connect().await;
    assert_eq!(after.reply().await, "220 new.example.test ESMTP postrider");

    assert_eq!(before.line("QUIT").await, "221 2.0.0 mx.example.test closes the connection");
    assert_eq!(after.line("QUIT").await, "221 2.0.0 new.example.test closes the connection");
}
