//! `dispatch desk`: what waits for a person at a running service, and one command to answer it. It does what the API does and
//! decides nothing.

mod answer;
pub(crate) mod arguments;
mod lists;
mod one;
mod picture;
mod problem;
mod service;
mod words;

use std::{
    io::{IsTerminal as _, Write},
    path::Path,
};

use serde::de::DeserializeOwned;
use serde_json::json;

use crate::failure::Failure;

use arguments::{Desk, DeskCommand};
use picture::{AnsweredPicture, Board, ExceptionPicture, Exceptions, Messages};
use service::{Reply, Service};
use words::Style;

/// Asks the service, and prints what it says.
pub(crate) fn run(
    desk: &Desk,
    environment: &dyn Fn(&str) -> Option<String>,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let service = Service::new(&server(desk, environment), &token(desk.token_file.as_deref(), environment)?)?;
    let colour = std::io::stdout().is_terminal() && environment("NO_COLOR").is_none();
    let runtime = tokio::runtime::Runtime::new()?;
    let session = Session { service, json: desk.json, style: Style { colour } };
    runtime.block_on(session.run(desk.command.as_ref().unwrap_or(&DeskCommand::Waiting), environment, out))
}

struct Session {
    service: Service,
    json: bool,
    style: Style,
}

impl Session {
    async fn run(
        &self,
        command: &DeskCommand,
        environment: &dyn Fn(&str) -> Option<String>,
        out: &mut impl Write,
    ) -> Result<(), Failure> {
        match command {
            DeskCommand::Waiting => {
                let reply = self.service.get("/api/v1/exceptions?limit=200").await?;
                self.print(&reply, out, |all: &Exceptions, out| lists::waiting(all, self.style, out))
            }
            DeskCommand::Show { id } => {
                let reply = self.service.get(&exception(id)).await?;
                self.print(&reply, out, |one: &ExceptionPicture, out| one::show(one, self.style, out))
            }
            DeskCommand::Answer { id, answer, by, why, seen } => {
                let by = person(by.as_deref(), environment)?;
                let shown = self.service.get(&exception(id)).await?;
                let picture: ExceptionPicture = shown.read()?;
                let body = answer::body(&picture, answer, &by, why.as_deref(), *seen)?;
                let version = seen.or(picture.version).unwrap_or_default();
                let path = format!("{}/resolution", exception(id));
                let reply = self.service.post(&path, Some(version), &body).await?;
                self.print(&reply, out, |done: &AnsweredPicture, out| one::answered(done, out))
            }
            DeskCommand::Claim { id, by } => {
                let by = person(by.as_deref(), environment)?;
                let path = format!("{}/claim", exception(id));
                let reply = self.service.post(&path, None, &json!({ "by": by })).await?;
                self.print(&reply, out, |done: &AnsweredPicture, out| one::claimed(done, &by, out))
            }
            DeskCommand::Release { id, by } => {
                let by = person(by.as_deref(), environment)?;
                let reply = self.service.release(&format!("{}/claim", exception(id)), &by).await?;
                self.print(&reply, out, |done: &AnsweredPicture, out| one::released(done, out))
            }
            DeskCommand::Board { date } => {
                let path = match date {
                    Some(date) => format!("/api/v1/board?date={date}"),
                    None => "/api/v1/board".to_owned(),
                };
                let reply = self.service.get(&path).await?;
                self.print(&reply, out, |board: &Board, out| lists::board(board, self.style, out))
            }
            DeskCommand::Messages => {
                let reply = self.service.get("/api/v1/messages?status=failed&limit=200").await?;
                self.print(&reply, out, |all: &Messages, out| lists::messages(all, out))
            }
        }
    }

    /// Prints the service's own JSON, or what it says in words.
    fn print<T: DeserializeOwned, W: Write>(
        &self,
        reply: &Reply,
        out: &mut W,
        in_words: impl FnOnce(&T, &mut W) -> std::io::Result<()>,
    ) -> Result<(), Failure> {
        if self.json {
            writeln!(out, "{}", reply.body)?;
            return Ok(());
        }
        in_words(&reply.read()?, out)?;
        Ok(())
    }
}

/// The address of an exception. What would lead elsewhere is left out of it.
fn exception(id: &str) -> String {
    let id: String = id.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("/api/v1/exceptions/{id}")
}

fn server(desk: &Desk, environment: &dyn Fn(&str) -> Option<String>) -> String {
    let named = desk.server.clone().or_else(|| environment("DISPATCH_SERVER"));
    named.unwrap_or_else(|| "http://127.0.0.1:8080".to_owned())
}

fn token(file: Option<&Path>, environment: &dyn Fn(&str) -> Option<String>) -> Result<String, Failure> {
    let text = match file {
        Some(file) => std::fs::read_to_string(file).map_err(|error| {
            Failure::with_help(
                format!("the token file `{}` cannot be read: {error}", file.display()),
                "name the file that holds the token of the service",
            )
        })?,
        None => environment("DISPATCH_TOKEN").unwrap_or_default(),
    };
    let text = text.trim();
    if text.is_empty() {
        return Err(Failure::with_help(
            "there is no token".to_owned(),
            "name its file with --token-file, or set DISPATCH_TOKEN",
        ));
    }
    Ok(text.to_owned())
}

/// The name under which the answer is kept.
fn person(by: Option<&str>, environment: &dyn Fn(&str) -> Option<String>) -> Result<String, Failure> {
    by.map(str::to_owned)
        .or_else(|| environment("DISPATCH_BY"))
        .filter(|by| !by.trim().is_empty())
        .ok_or_else(|| {
            Failure::with_help(
                "it is not known who answers".to_owned(),
                "say it with --by NAME, or set DISPATCH_BY",
            )
        })
}
