//! A mail relay (RFC 5321), one connection a message.
//!
//! The steps are taken one by one, so that a failure says whether it came before or after the message: before, nothing
//! was sent. There is no encryption and no login yet, so the relay must be on the same host or network.

use std::{fmt::Display, time::Duration};

use lettre::transport::smtp::{
    client::AsyncSmtpConnection,
    commands::{Data, Mail, Rcpt},
    extension::{ClientId, Extension, MailBodyParameter, MailParameter},
    response::Response,
};
use lettre::{Address, address::Envelope};

use crate::{
    mail::compose,
    message::Message,
    sent::{SendError, Sent},
};

/// A relay that accepts our mail.
#[derive(Clone, Debug)]
pub struct SmtpRelay {
    server: String,
    hello_name: String,
    patience: Duration,
}

impl SmtpRelay {
    /// The relay at `server`, written `host:port`. `hello_name` is the name of this host, as given in EHLO.
    #[must_use]
    pub fn new(server: impl Into<String>, hello_name: impl Into<String>) -> Self {
        Self { server: server.into(), hello_name: hello_name.into(), patience: Duration::from_secs(60) }
    }

    /// The longest wait for the relay to accept the envelope, and again for the message: 60 s unless set.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    pub(crate) async fn send(&self, message: &Message) -> Result<Sent, SendError> {
        let mail = compose(message)?;
        let bytes = mail.formatted();
        let mut connection =
            match tokio::time::timeout(self.patience, self.offer(mail.envelope(), &bytes)).await {
                Ok(offered) => offered?,
                Err(_) => return Err(SendError::Retryable("the relay took too long to answer".to_owned())),
            };
        // From here until the relay answers, the message may or may not have been accepted.
        let answer = match tokio::time::timeout(self.patience, connection.message(&bytes)).await {
            Ok(answer) => answer.map_err(|error| refused("the message", &error, SendError::Unknown))?,
            Err(_) => return Err(SendError::Unknown("no answer to the message in time".to_owned())),
        };
        // The relay has the mail now, whatever happens to the connection.
        let _farewell = tokio::time::timeout(self.patience, connection.quit()).await;
        Ok(Sent { message_id: message.message_id.clone(), receipt: receipt(&answer) })
    }

    /// The commands before the message. After a failure here, nothing was sent.
    async fn offer(&self, envelope: &Envelope, bytes: &[u8]) -> Result<AsyncSmtpConnection, SendError> {
        let hello = ClientId::Domain(self.hello_name.clone());
        let mut connection = AsyncSmtpConnection::connect_tokio1(
            self.server.as_str(),
            Some(self.patience),
            &hello,
            None,
            None,
        )
        .await
        .map_err(|error| refused("the connection", &error, SendError::Retryable))?;
        let parameters = mail_parameters(&connection, envelope, bytes)?;
        step(&mut connection, "the sender", Mail::new(envelope.from().cloned(), parameters)).await?;
        for recipient in envelope.to() {
            step(&mut connection, "the recipient", Rcpt::new(recipient.clone(), Vec::new())).await?;
        }
        step(&mut connection, "to take data", Data).await?;
        Ok(connection)
    }
}

/// The extensions that this message needs beyond plain ASCII, if the relay offers them.
fn mail_parameters(
    connection: &AsyncSmtpConnection,
    envelope: &Envelope,
    bytes: &[u8],
) -> Result<Vec<MailParameter>, SendError> {
    let can = |feature| connection.server_info().supports_feature(feature);
    let is_ascii = |address: &Address| AsRef::<str>::as_ref(address).is_ascii();
    let mut parameters = Vec::new();
    if !envelope.to().iter().chain(envelope.from()).all(is_ascii) {
        if !can(Extension::SmtpUtfEight) {
            return Err(SendError::Final("the relay accepts ASCII addresses only".to_owned()));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !bytes.is_ascii() {
        if !can(Extension::EightBitMime) {
            return Err(SendError::Final("the relay accepts ASCII content only".to_owned()));
        }
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(parameters)
}

async fn step(
    connection: &mut AsyncSmtpConnection,
    what: &str,
    command: impl Display,
) -> Result<(), SendError> {
    match connection.command(command).await {
        Ok(_) => Ok(()),
        Err(error) => {
            let failure = refused(what, &error, SendError::Retryable);
            connection.abort().await;
            Err(failure)
        }
    }
}

/// A status says itself whether to try again (4xx) or not (5xx); without one the failure is `otherwise`. The relay's
/// words are left out, since they often repeat the client's address.
fn refused(
    what: &str,
    error: &lettre::transport::smtp::Error,
    otherwise: fn(String) -> SendError,
) -> SendError {
    match error.status() {
        Some(code) if error.is_permanent() => {
            SendError::Final(format!("the relay refused {what} with {code}"))
        }
        Some(code) => SendError::Retryable(format!("the relay refused {what} for now with {code}")),
        None => otherwise(format!("{what} failed: {error}")),
    }
}

fn receipt(answer: &Response) -> String {
    answer.message().last().unwrap_or_default().to_owned()
}
