//! What our own programs need of others, put on the machine or beside it: Debian packages by apt, others into a cache.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Once;

use crate::failure::Failure;
use crate::workspace::{root, run};

/// Why something cannot be had on this machine.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Missing(pub String);

/// Whether we are root.
#[must_use]
pub fn is_root() -> bool {
    run(Command::new("id").arg("-u")).is_ok_and(|uid| uid.trim() == "0")
}

/// Makes sure that a program is there, by installing the package that has it.
///
/// # Errors
///
/// It cannot be had.
pub fn program(program: &str, package: &str) -> Result<(), Missing> {
    program_at(program, package).map(drop)
}

/// The same, and says where it is.
///
/// # Errors
///
/// It cannot be had.
pub fn program_at(program: &str, package: &str) -> Result<PathBuf, Missing> {
    if let Some(there) = on_path(program) {
        return Ok(there);
    }
    if !is_root() {
        return Err(Missing(format!(
            "{program} is not installed, and to install it needs root: apt-get install {package}"
        )));
    }
    apt_install(&[package])?;
    on_path(program).ok_or_else(|| Missing(format!("the package {package} has no program {program}")))
}

/// Makes sure that a daemon is there, and says where: on the path, or in `target/tools`, where the tests of `cargo test` look for it, too.
/// Its package is not installed, since that would start it.
///
/// # Errors
///
/// It cannot be had.
pub fn daemon(program: &str, package: &str) -> Result<PathBuf, Missing> {
    let tools = root().join("target/tools");
    let unpacked = tools.join("unpacked").join(package).join("usr/sbin").join(program);
    if let Some(there) = on_path(program).or_else(|| unpacked.is_file().then(|| unpacked.clone())) {
        return Ok(there);
    }
    if !is_root() {
        return Err(Missing(format!(
            "{program} is not installed, and to bring in what it needs is root's: apt-get install {package}"
        )));
    }
    apt_unpack(package, &tools, &tools)?;
    if unpacked.is_file() {
        Ok(unpacked)
    } else {
        Err(Missing(format!("the package {package} has no {program}")))
    }
}

/// Makes sure that Perl has a module, by installing the package that has it.
///
/// # Errors
///
/// It cannot be had.
pub fn perl_module(module: &str, package: &str) -> Result<(), Missing> {
    let there = || run(Command::new("perl").arg(format!("-M{module}")).args(["-e", "1"])).is_ok();
    if there() {
        return Ok(());
    }
    if !is_root() {
        return Err(Missing(format!(
            "Perl has no {module}, and to install it needs root: apt-get install {package}"
        )));
    }
    apt_install(&[package])?;
    if there() { Ok(()) } else { Err(Missing(format!("the package {package} has no {module}"))) }
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

fn apt_update() {
    static ONCE: Once = Once::new();
    // Should it fail, the lists may be good enough; if not, whoever needs one of them says so.
    ONCE.call_once(|| {
        let _ = run(apt("apt-get").args(["update", "-q"]));
    });
}

fn apt(program: &str) -> Command {
    let mut command = Command::new(program);
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// Installs packages.
///
/// # Errors
///
/// apt cannot.
pub fn apt_install(packages: &[&str]) -> Result<(), Missing> {
    apt_update();
    let mut install = apt("apt-get");
    // Another apt may be at work on this machine: it is waited for.
    install
        .args(["-o", "DPkg::Lock::Timeout=120", "install", "-y", "-q", "--no-install-recommends"])
        .args(packages);
    run(&mut install).map(drop).map_err(|failure| Missing(failure.to_string()))
}

/// Unpacks a package into a folder below `scratch` instead of installing it, and installs the libraries that it depends on; those
/// are in nobody's way. A mail server of Debian excludes every other, and would put itself on port 25. What is downloaded stays
/// in the cache.
///
/// # Errors
///
/// It cannot be had.
pub fn apt_unpack(package: &str, cache: &Path, scratch: &Path) -> Result<PathBuf, Missing> {
    let failed = |what: &dyn std::fmt::Display| Missing(format!("{package} cannot be unpacked: {what}"));
    apt_update();
    let depends = run(apt("apt-cache").args(["depends", "--no-recommends", "--no-suggests", package]))
        .map_err(|failure| failed(&failure))?;
    let libraries: Vec<&str> = depends
        .lines()
        .filter_map(|line| line.trim().trim_start_matches('|').strip_prefix("Depends: "))
        .filter(|name| name.starts_with("lib"))
        .collect();
    apt_install(&libraries)?;
    let archives = cache.join("archives");
    fs::create_dir_all(&archives).map_err(|error| failed(&error))?;
    let archive = match archive_of(package, &archives) {
        Some(archive) => archive,
        None => {
            run(apt("apt-get").args(["download", "-q", package]).current_dir(&archives))
                .map_err(|failure| failed(&failure))?;
            archive_of(package, &archives).ok_or_else(|| failed(&"it was downloaded and is not there"))?
        }
    };
    let folder = scratch.join("unpacked").join(package);
    fs::create_dir_all(&folder).map_err(|error| failed(&error))?;
    run(Command::new("dpkg-deb").arg("-x").arg(&archive).arg(&folder)).map_err(|failure| failed(&failure))?;
    for folder in folder.ancestors().take_while(|folder| folder.starts_with(scratch)) {
        open_to_all(folder).map_err(|failure| failed(&failure))?;
    }
    Ok(folder)
}

/// Unpacks the package of a server, and makes the accounts in whose favour its processes give up their rights.
///
/// # Errors
///
/// It cannot be had.
pub fn server(package: &str, accounts: &[&str], cache: &Path, scratch: &Path) -> Result<PathBuf, Missing> {
    if !is_root() {
        return Err(Missing(format!("{package} runs its processes as other users, which needs root")));
    }
    let unpacked = apt_unpack(package, cache, scratch)?;
    accounts.iter().try_for_each(|name| account(name))?;
    Ok(unpacked)
}

/// Makes a folder, with this mode; `owner` has it as `chown` takes it.
///
/// # Errors
///
/// It cannot be made, or given away.
pub fn folder(path: &Path, owner: &str, mode: u32) -> io::Result<()> {
    fs::create_dir_all(path)?;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
    run(Command::new("chown").arg(owner).arg(path)).map(drop).map_err(io::Error::other)
}

fn archive_of(package: &str, folder: &Path) -> Option<PathBuf> {
    let prefix = format!("{package}_");
    let mut files = fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    files.find(|file| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&prefix)))
}

/// Makes sure that there is a system account: the daemons of the mail servers want to give up their rights in favour of it.
///
/// # Errors
///
/// There is none, and it cannot be made.
pub fn account(name: &str) -> Result<(), Missing> {
    group(name)?;
    if run(Command::new("getent").args(["passwd", name])).is_ok() {
        return Ok(());
    }
    let mut add = Command::new("useradd");
    add.args(["--system", "--gid", name, "--no-create-home", "--home-dir", "/nonexistent"]);
    add.args(["--shell", "/usr/sbin/nologin", name]);
    run(&mut add).map(drop).map_err(|failure| Missing(failure.to_string()))
}

/// Lets users other than ours look into a folder.
///
/// # Errors
///
/// It is not ours.
pub fn open_to_all(folder: &Path) -> Result<(), Failure> {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).map_err(Failure::file(folder))
}

/// Makes sure that a program can be given mounts of its own, so that files lie for it where its packages would put them.
///
/// # Errors
///
/// The system does not let us.
pub fn own_mounts() -> Result<(), Missing> {
    let mut nothing = Command::new("sh");
    nothing.args(["-ec", "mount -t overlay -o lowerdir=/etc:/usr overlay /usr"]);
    let tried = run(&mut with_own_mounts(&nothing));
    tried
        .map(drop)
        .map_err(|failure| Missing(format!("a program cannot have mounts of its own here: {failure}")))
}

/// The command with mounts of its own: those that it makes nobody else sees. If this program ends, so does it.
#[must_use]
pub fn with_own_mounts(command: &Command) -> Command {
    let mut outer = Command::new("setpriv");
    outer.args(["--pdeathsig", "TERM", "unshare", "--mount", "sh", "-ec"]);
    outer.args(["mount --make-rprivate /; exec \"$@\"", "sh"]);
    outer.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            outer.env(name, value);
        }
    }
    outer
}

/// Makes sure that there is a system group.
///
/// # Errors
///
/// There is none, and it cannot be made.
pub fn group(name: &str) -> Result<(), Missing> {
    let mut add = Command::new("groupadd");
    add.args(["--system", "--force", name]);
    run(&mut add).map(drop).map_err(|failure| Missing(failure.to_string()))
}

/// The Python of a virtual environment in the cache that has these packages.
///
/// # Errors
///
/// It cannot be had.
pub fn python_with(packages: &[&str], cache: &Path) -> Result<PathBuf, Missing> {
    program("python3", "python3")?;
    let folder = cache.join("python");
    let python = folder.join("bin/python3");
    let missing = |failure: Failure| Missing(failure.to_string());
    if !python.is_file() {
        let make = || run(Command::new("python3").args(["-m", "venv"]).arg(&folder));
        if make().is_err() {
            // Debian keeps this part of Python in a package of its own.
            apt_install(&["python3-venv"])?;
            make().map_err(missing)?;
        }
    }
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(packages);
    run(&mut pip).map_err(missing)?;
    Ok(python)
}

/// A folder in the cache in which Node.js finds this package.
///
/// # Errors
///
/// It cannot be had.
pub fn node_with(package: &str, cache: &Path) -> Result<PathBuf, Missing> {
    node_modules(&cache.join("node"), &[package])
}

/// Makes sure that Node.js finds these packages in a folder. Others that are in it are removed by npm.
///
/// # Errors
///
/// They cannot be had.
pub fn node_modules(folder: &Path, packages: &[&str]) -> Result<PathBuf, Missing> {
    program("node", "nodejs")?;
    program("npm", "npm")?;
    fs::create_dir_all(folder).map_err(|error| Missing(format!("{}: {error}", folder.display())))?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--silent", "--no-audit", "--no-fund", "--no-save", "--prefix"])
        .arg(folder)
        .args(packages);
    run(&mut npm).map_err(|failure| Missing(failure.to_string()))?;
    Ok(folder.to_owned())
}
