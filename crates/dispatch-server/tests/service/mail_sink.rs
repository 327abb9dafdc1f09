//! A mail relay that takes everything and remembers each Message-ID it accepted.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// The sink.
#[derive(Clone)]
pub(crate) struct MailSink {
    pub(crate) address: SocketAddr,
    accepted: Arc<Mutex<Vec<String>>>,
}

impl MailSink {
    /// Listens. It keeps every message for `pause` before it says that it has it.
    pub(crate) async fn open(pause: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let accepted = Arc::new(Mutex::new(Vec::new()));
        let sink = Self { address, accepted: accepted.clone() };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let accepted = accepted.clone();
                // A line that breaks is the sender's death; what was accepted before stays accepted.
                tokio::spawn(async move { drop(converse(stream, accepted, pause).await) });
            }
        });
        sink
    }

    /// Every Message-ID accepted, in order, repetitions included.
    pub(crate) fn accepted(&self) -> Vec<String> {
        self.accepted.lock().unwrap().clone()
    }
}

async fn converse(
    stream: TcpStream,
    accepted: Arc<Mutex<Vec<String>>>,
    pause: Duration,
) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    writer.write_all(b"220 sink\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let answer: &[u8] = match line.split(' ').next().unwrap_or_default() {
            "DATA" => {
                writer.write_all(b"354 go on\r\n").await?;
                let mut id = String::new();
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        // It is the sink's from here on, whether or not the sender lives to hear it.
                        accepted.lock().unwrap().push(std::mem::take(&mut id));
                        break;
                    }
                    if let Some(found) = line.strip_prefix("Message-ID: ").filter(|_| id.is_empty()) {
                        id = found.to_owned();
                    }
                }
                tokio::time::sleep(pause).await;
                b"250 taken\r\n"
            }
            "QUIT" => b"221 bye\r\n",
            _ => b"250 ok\r\n",
        };
        writer.write_all(answer).await?;
    }
    Ok(())
}
