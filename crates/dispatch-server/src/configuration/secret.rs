//! Secrets: looked up in the environment or in files, never in the configuration itself.

use adapter_kit::Secret;

use super::{document::SecretDocument, resolver::Resolver};

impl Resolver<'_> {
    /// Those of a list that can be used; each of the others is a fault.
    pub(super) fn secrets(&mut self, documents: &[SecretDocument], place: &str) -> Vec<Secret> {
        let mut secrets = Vec::new();
        for (position, document) in documents.iter().enumerate() {
            match self.secret(document) {
                Ok(secret) => secrets.push(secret),
                Err(message) => self.fault(&format!("{place}[{position}]"), message, ""),
            }
        }
        secrets
    }

    /// A secret, or the reason why it cannot be used.
    pub(super) fn secret(&self, document: &SecretDocument) -> Result<Secret, String> {
        let text = match document {
            SecretDocument::Env(name) => {
                (self.environment)(name).ok_or_else(|| format!("the variable `{name}` is not set"))?
            }
            SecretDocument::File(path) => {
                let path = self.directory.join(path);
                std::fs::read_to_string(&path)
                    .map_err(|error| format!("`{}` cannot be read: {error}", path.display()))?
            }
        };
        // A file usually ends in a line break, which is not part of the secret.
        match text.trim() {
            "" => Err("is empty".to_owned()),
            text => Ok(Secret::new(text)),
        }
    }
}
