//! The figures of a history: how often, how long, how much of it went back.

use super::name::EnvironmentName;
use jiff::Timestamp;
use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// From the first change, or from where it was asked for.
    pub from: Option<Timestamp>,
    pub to: Timestamp,
    pub environments: Vec<Figures>,
    pub leads: Vec<Lead>,
    /// What isn't in the figures, and why.
    pub missing: Vec<String>,
}

/// Of one environment. Shares are none where there is nothing that they could be of.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    pub environment: EnvironmentName,
    /// All below: versions that came.
    pub changes: usize,
    pub promotions: usize,
    pub rollbacks: usize,
    pub unrecorded: usize,
    /// Changes in a week; none where the time is shorter than a day.
    pub per_week: Option<f64>,
    /// Rollbacks, of the changes that went forward.
    pub rollback_share: Option<f64>,
    /// Of all changes.
    pub unrecorded_share: Option<f64>,
}

/// How long versions stood in one environment before they came to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Lead {
    pub from: EnvironmentName,
    pub to: EnvironmentName,
    /// Of so many versions.
    pub versions: usize,
    pub median_seconds: Option<i64>,
    pub p90_seconds: Option<i64>,
}
