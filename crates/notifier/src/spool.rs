//! A directory with one `.eml` file a message; any mail program can open them.

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use crate::{
    mail::compose,
    message::Message,
    sent::{SendError, Sent},
};

/// A spool directory.
#[derive(Clone, Debug)]
pub struct Spool {
    directory: PathBuf,
}

impl Spool {
    /// The spool in `directory`, which is created if it does not exist.
    ///
    /// # Errors
    /// The operating system's error if the directory cannot be created.
    pub fn open(directory: impl Into<PathBuf>) -> io::Result<Self> {
        let directory = directory.into();
        fs::create_dir_all(&directory)?;
        Ok(Self { directory })
    }

    /// The directory that holds the messages.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The same message always has the same file, so sending it again after a crash does no harm here.
    pub(crate) async fn send(&self, message: &Message) -> Result<Sent, SendError> {
        let bytes = compose(message)?.formatted();
        let stem = message.message_id.split('@').next().unwrap_or_default().to_owned();
        let (directory, name) = (self.directory.clone(), format!("{stem}.eml"));
        let receipt = name.clone();
        tokio::task::spawn_blocking(move || write_whole(&directory, &name, &bytes))
            .await
            .map_err(|error| SendError::Retryable(error.to_string()))?
            .map_err(|error| SendError::Retryable(format!("cannot write to the spool: {error}")))?;
        Ok(Sent { message_id: message.message_id.clone(), receipt })
    }
}

/// Writes a file so that a reader of the directory sees all of it or nothing, even after a power cut.
fn write_whole(directory: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let unfinished = directory.join(format!(".{name}.unfinished"));
    let mut file = fs::File::create(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&unfinished, directory.join(name))?;
    fs::File::open(directory)?.sync_all()
}
