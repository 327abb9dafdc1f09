//! Scripts: acts as a file that people can read and the simulator can play again. Each act is a line of JSON below a line
//! that says it in words.

use serde::{Deserialize, Serialize};

use crate::{act::Act, judge::Invariant, mix::Mix};

/// A seed, a mix and what people do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// The seed: it decides the fate of writes and messages.
    pub seed: u64,
    /// The mix: the practice, and the faults of writes and messages.
    pub mix: Mix,
    /// Invariants that are known not to hold, and that do not end the life.
    pub except: Vec<Invariant>,
    /// The acts, in order.
    pub acts: Vec<Act>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    seed: u64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    except: Vec<Invariant>,
    mix: Mix,
}

/// A line of a script that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the script cannot be read: {why}")]
pub struct BadScript {
    line: usize,
    why: String,
}

impl Script {
    /// The script as text.
    #[must_use]
    pub fn write(&self) -> String {
        let head = Head { seed: self.seed, except: self.except.clone(), mix: self.mix.clone() };
        let mut text = serde_json::to_string(&head).unwrap_or_default();
        text.push('\n');
        for act in &self.acts {
            text.push_str(&format!("# {act}\n{}\n", serde_json::to_string(act).unwrap_or_default()));
        }
        text
    }

    /// Reads a script; lines that begin with `#` are for people.
    ///
    /// # Errors
    /// [`BadScript`] with the line.
    pub fn read(text: &str) -> Result<Self, BadScript> {
        let mut lines =
            (1..).zip(text.lines()).filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
        let bad = |line, fault: serde_json::Error| BadScript { line, why: fault.to_string() };
        let (line, head) =
            lines.next().ok_or_else(|| BadScript { line: 1, why: "it is empty".to_owned() })?;
        let head: Head = serde_json::from_str(head).map_err(|fault| bad(line, fault))?;
        let mut acts: Vec<Act> = Vec::new();
        for (line, act) in lines {
            let act: Act = serde_json::from_str(act).map_err(|fault| bad(line, fault))?;
            if acts.last().is_some_and(|last| last.at > act.at) {
                let why = "it is earlier than the act before it".to_owned();
                return Err(BadScript { line, why });
            }
            acts.push(act);
        }
        Ok(Self { seed: head.seed, mix: head.mix, except: head.except, acts })
    }
}

#[cfg(test)]
mod tests {
    use dispatch_core::Timestamp;

    use super::*;
    use crate::{
        act::{Courier, What},
        mix::MIXES,
    };

    #[test]
    fn a_script_reads_as_it_was_written() {
        let mix = Mix::read(MIXES[0].1).unwrap();
        let what = What::Unblock { block: "k1".into() };
        let act = Act { at: Timestamp(1_800_000_000_000), courier: Courier::default(), what };
        let script = Script { seed: 7, mix, except: Vec::new(), acts: vec![act] };
        let text = script.write();
        assert!(text.contains("\n# Fri 15 Jan 03:00:00  the block k1 is taken away\n"), "{text}");
        assert_eq!(Script::read(&text).unwrap(), script);
        let broken = text.replace("k1\"", "k1");
        assert!(Script::read(&broken).unwrap_err().to_string().starts_with("line 3 of the script"));
    }
}
