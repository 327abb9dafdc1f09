//! A practice as the other rooms see it: a sender of inputs and the state after the last durable batch.

use std::sync::Arc;

use dispatch_core::{PracticeId, Rulebook, engine::State};
use tokio::sync::{mpsc, oneshot, watch};

use super::input::{Input, NotTaken, Taken};

/// A practice as the other rooms see it.
#[derive(Clone)]
pub(crate) struct Practice {
    pub(super) id: PracticeId,
    pub(super) rulebook: Arc<Rulebook>,
    pub(super) sender: mpsc::Sender<(Input, oneshot::Sender<Taken>)>,
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
        let stopped = || NotTaken::Later("the practice has stopped".to_owned());
        let (sender, receiver) = oneshot::channel();
        self.sender.send((input, sender)).await.map_err(|_| stopped())?;
        receiver.await.map_err(|_| stopped())?
    }
}
