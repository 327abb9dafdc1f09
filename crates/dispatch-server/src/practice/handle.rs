//! A practice as the other rooms see it: a sender of inputs and the state after the last durable batch.

use std::sync::Arc;

use dispatch_core::{PracticeId, Rulebook, engine::State};
use tokio::sync::{mpsc, oneshot, watch};

use super::{
    command::{Answer, Asked},
    input::{Input, NotTaken, Taken},
};

/// Work for a practice, with the way back to who brought it.
pub(super) enum Work {
    Input(Input, oneshot::Sender<Taken>),
    Asked(Box<Asked>, oneshot::Sender<Result<Answer, NotTaken>>),
}

/// A practice as the other rooms see it.
#[derive(Clone)]
pub(crate) struct Practice {
    pub(super) id: PracticeId,
    pub(super) rulebook: Arc<Rulebook>,
    pub(super) sender: mpsc::Sender<Work>,
    pub(super) state: watch::Receiver<Arc<State>>,
}

impl Practice {
    pub(crate) const fn id(&self) -> &PracticeId {
        &self.id
    }

    pub(crate) fn rulebook(&self) -> &Rulebook {
        &self.rulebook
    }

    /// The state after the last durable batch.
    pub(crate) fn state(&self) -> Arc<State> {
        self.state.borrow().clone()
    }

    /// Takes an input in. When this returns it is on the disk.
    pub(crate) async fn take_in(&self, input: Input) -> Taken {
        let (sender, receiver) = oneshot::channel();
        self.sender.send(Work::Input(input, sender)).await.map_err(|_| stopped())?;
        receiver.await.map_err(|_| stopped())?
    }

    /// Takes a command of a person in, after everything that came before it.
    pub(crate) async fn ask(&self, asked: Asked) -> Result<Answer, NotTaken> {
        let (sender, receiver) = oneshot::channel();
        self.sender.send(Work::Asked(Box::new(asked), sender)).await.map_err(|_| stopped())?;
        receiver.await.map_err(|_| stopped())?
    }
}

fn stopped() -> NotTaken {
    NotTaken::Later("the practice has stopped".to_owned())
}
