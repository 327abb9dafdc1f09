//! A small mail server that keeps what it gets and insists on the order of RFC 5321.

use std::{
    collections::BTreeSet,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use mail_parser::MessageParser;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufStream},
    net::{TcpListener, TcpStream},
};

/// How the sink behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Takes everything.
    Kind,
    /// Answers the recipient with this line.
    Recipient(&'static str),
    /// Answers the message with this line, and does not keep it.
    Message(&'static str),
    /// Hangs up before the message is asked for.
    HangsUpBefore,
    /// Keeps the message and hangs up without an answer.
    HangsUpAfter,
    /// Keeps the message and never answers.
    FallsSilent,
}

/// One mail as it came over the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Received {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    pub(crate) data: String,
}

/// A running sink; it ends with the runtime.
pub(crate) struct Sink {
    pub(crate) address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Sink {
    pub(crate) async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, received) = (listener.local_addr().unwrap(), Arc::default());
        let kept = Arc::clone(&received);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, manner, Arc::clone(&kept)));
            }
        });
        Self { address, received }
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    pub(crate) fn distinct_message_ids(&self) -> usize {
        let id = |mail: &Received| {
            let mail = MessageParser::default().parse(mail.data.as_bytes()).unwrap();
            mail.message_id().unwrap().to_owned()
        };
        self.received().iter().map(id).collect::<BTreeSet<_>>().len()
    }
}

/// One conversation. Whatever is out of order is answered 503, so that the sender's test fails.
async fn converse(stream: TcpStream, manner: Manner, kept: Arc<Mutex<Vec<Received>>>) -> Option<()> {
    let mut line = Line(BufStream::new(stream));
    line.say("220 sink.example ready").await?;
    let mut mail = Received { from: String::new(), to: Vec::new(), data: String::new() };
    let mut greeted = false;
    loop {
        let said = line.hear().await?;
        let verb = said.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" if said.len() > 5 => {
                greeted = true;
                line.say("250 sink.example").await?;
            }
            "MAIL" if greeted && mail.from.is_empty() => {
                mail.from = path(&said, "MAIL FROM:")?;
                line.say("250 2.1.0 fine").await?;
            }
            "RCPT" if !mail.from.is_empty() => {
                if let Manner::Recipient(answer) = manner {
                    line.say(answer).await?;
                    continue;
                }
                mail.to.push(path(&said, "RCPT TO:")?);
                line.say("250 2.1.5 fine").await?;
            }
            "DATA" if manner == Manner::HangsUpBefore => return None,
            "DATA" if !mail.to.is_empty() => {
                line.say("354 end with a dot").await?;
                mail.data = line.hear_message().await?;
                if let Manner::Message(answer) = manner {
                    line.say(answer).await?;
                    continue;
                }
                kept.lock().unwrap().push(mail.clone());
                match manner {
                    Manner::HangsUpAfter => return None,
                    Manner::FallsSilent => std::future::pending().await,
                    _ => line.say("250 2.0.0 kept").await?,
                }
            }
            "QUIT" => return line.say("221 2.0.0 bye").await,
            _ => line.say("503 5.5.1 bad sequence of commands").await?,
        }
    }
}

fn path(said: &str, verb: &str) -> Option<String> {
    let rest = said.strip_prefix(verb)?;
    Some(rest.strip_prefix('<')?.split_once('>')?.0.to_owned())
}

struct Line(BufStream<TcpStream>);

impl Line {
    async fn say(&mut self, text: &str) -> Option<()> {
        self.0.write_all(format!("{text}\r\n").as_bytes()).await.ok()?;
        self.0.flush().await.ok()
    }

    /// One line without its end. None if the other side is gone, or ends a line otherwise than by CR LF.
    async fn hear(&mut self) -> Option<String> {
        let mut text = String::new();
        self.0.read_line(&mut text).await.ok()?;
        text.strip_suffix("\r\n").map(str::to_owned)
    }

    /// Up to the lone dot, dots unstuffed (4.5.2); a line over 998 octets (4.5.3.1.6) ends the conversation.
    async fn hear_message(&mut self) -> Option<String> {
        let mut message = String::new();
        loop {
            let line = self.hear().await?;
            if line == "." {
                return Some(message);
            }
            if line.len() > 998 {
                return None;
            }
            message.push_str(line.strip_prefix('.').unwrap_or(&line));
            message.push_str("\r\n");
        }
    }
}
