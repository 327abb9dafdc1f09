//! Boulevard among the platforms that a program is built with.

use adapter_kit::{AdapterOrFaults, Connecting, Platform};

use crate::{
    connection::Boulevard,
    settings::{Credentials, Settings},
};

/// Boulevard, for a program's list of platforms.
pub const PLATFORM: Platform = Platform { name: "boulevard", connect };

fn connect(mut connecting: Connecting) -> AdapterOrFaults {
    let settings = connecting.settings::<Settings>();
    if let Some(settings) = &settings {
        connecting.reachable("settings.base_url", &settings.base_url);
    }
    let api_key = connecting.secret("api_key");
    let api_secret = connecting.secret("api_secret");
    let credentials =
        api_key.zip(api_secret).map(|(api_key, api_secret)| Credentials { api_key, api_secret });
    let adapter = settings.zip(credentials);
    connecting.finish(adapter.map(|(settings, credentials)| Boulevard::new(settings, credentials)))
}
