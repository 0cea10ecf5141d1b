//! Layouts of real repositories, in small, and what is inferred of each.

use crate::config::pattern::tree::Folders;
use crate::config::{Config, Look};

pub(super) const IMAGE: &str = "images:\n  - name: ghcr.io/acme/web\n    newTag: v1.2.3\n";
const LATEST: &str = "images:\n  - name: ghcr.io/acme/web\n    newTag: latest\n";
pub(super) const NOTHING: &str = "resources: [../../base]\n";
const DEPLOYMENT: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    \
                          spec:\n      containers: [{name: web, image: 'ghcr.io/acme/web:v1'}]\n";
const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n";
const CHART: &str = "apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n  - {name: web, version: 1.2.3, \
                     repository: 'https://example.com'}\n";
const RELEASE: &str = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: web}\nspec:\n  chart:\n    spec: {chart: web, version: 1.2.3, sourceRef: {kind: HelmRepository, name: x}}\n";
const HEAD: &str = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web}\nspec:\n  source: \
                    {repoURL: 'https://example.com/x', targetRevision: HEAD, path: web}\n";
const VALUES: &str = "image:\n  repository: ghcr.io/acme/web\n  tag: v1.2.3\n";
const NO_TAG: &str = "image:\n  repository: ghcr.io/acme/web\nreplicas: 2\n";
const KEY: &str = "image_tag: v1\n";

/// Files by their paths; `{a,b}` stands for each of some names.
fn files(given: &[(&str, &str)]) -> Folders {
    let mut all: Vec<(String, String)> =
        given.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    while let Some(at) = all.iter().position(|(path, _)| path.contains('{')) {
        let (path, text) = all.swap_remove(at);
        let (before, rest) = path.split_once('{').unwrap();
        let (names, after) = rest.split_once('}').unwrap();
        all.extend(names.split(',').map(|name| (format!("{before}{name}{after}"), text.clone())));
    }
    Folders::with(all)
}

/// The environments, each behind what it comes after, and the apps.
pub(super) fn told(config: &Config) -> String {
    let environments = config.environments.iter().map(|one| {
        let after: Vec<_> = one.after.iter().map(ToString::to_string).collect();
        let guess = if one.guess.is_some() { "?" } else { "" };
        format!("{}{guess}<{}", one.name, after.join("+"))
    });
    let apps = config.apps.iter().map(|rule| match (&rule.path, &rule.name) {
        (Some(path), _) => path.to_string(),
        (None, name) => name.as_ref().map(ToString::to_string).unwrap_or_default(),
    });
    format!("{} | {}", apps.collect::<Vec<_>>().join(" "), environments.collect::<Vec<_>>().join(" "))
}

pub(super) fn inferred(given: &[(&str, &str)]) -> Config {
    files(given).completed(Config::default(), Look::default())
}

/// Files, and what is told of them. Where nothing stands behind the bar, dev comes before prod.
type Case = (&'static [(&'static str, &'static str)], &'static str);

const CASES: &[Case] = &[
    // Plain files.
    (
        &[("guestbook/engineering-{dev,prod}/deployment.yaml", DEPLOYMENT)],
        "{app}/{env} | engineering-dev< engineering-prod<engineering-dev",
    ),
    (&[("k/{dev,prod}/svc.yaml", SERVICE)], " | "),
    (
        &[
            ("registry/environments/{dev,prod}/{web,api}/Chart.yaml", CHART),
            ("registry/environments/{dev,prod}/web.yaml", HEAD),
        ],
        "registry/environments/{env}/{app} | ",
    ),
    (
        &[
            ("clusters/{dev,prod}/apps/{web,api}/release.yaml", RELEASE),
            ("clusters/{dev,prod}/kustomization.yaml", NOTHING),
        ],
        "clusters/{env}/apps/{app} | ",
    ),
    (
        &[("clusters/{dev,prod}/apps.yaml", SERVICE), ("apps/{dev,prod}/web/release.yaml", RELEASE)],
        "apps/{env}/{app} | ",
    ),
    (&[("env/{dev,prod}/{web,api}/kustomization.yaml", IMAGE)], "env/{env}/{app} | "),
    (
        &[
            ("env/{dev,prod}/kustomization.yaml", "resources: [web, api]\n"),
            ("env/{dev,prod}/{web,api}/kustomization.yaml", IMAGE),
        ],
        "env/{env}/{app} | ",
    ),
    (&[("services/{web,api}/envs/{dev,prod}/values.yaml", VALUES)], "services/{app}/envs/{env} | "),
    // Environments beside folders of another kind.
    (
        &[("web/{dev,prod}/kustomization.yaml", IMAGE), ("web/{src,docs,hack}/x.yaml", SERVICE)],
        "{app}/{env} | ",
    ),
    (&[("apps/{demo-shop,live-chat,web,api}/kustomization.yaml", IMAGE)], " | "),
    (&[("web/{src,test,dev}/main.go", "x"), ("web/{src,docs}/x", "y")], " | "),
    // A kustomization in `base`, and folders of clusters.
    (
        &[
            ("components/m/development/kustomization.yaml", IMAGE),
            ("components/m/{staging,production}/base/kustomization.yaml", IMAGE),
            ("components/m/production/stone-prod-p01/kustomization.yaml", NOTHING),
            ("components/m/staging/blackbox/kustomization.yaml", IMAGE),
        ],
        "components/{app}/{env} | development< staging<development production<staging",
    ),
    (
        &[
            ("c/p/rings/ring-{0,2,10}/base/kustomization.yaml", IMAGE),
            ("c/p/rings/empty-base/kustomization.yaml", NOTHING),
        ],
        "c/{app}/rings/{env} | ring-0< ring-2<ring-0 ring-10<ring-2",
    ),
    // Flux.
    (
        &[
            ("apps/{dev,prod}/web-values.yaml", RELEASE),
            ("apps/{dev,prod}/kustomization.yaml", "resources: [../base]\n"),
            ("clusters/{dev,prod}/apps.yaml", SERVICE),
            ("clusters/{dev,prod}/flux-system/gotk.yaml", DEPLOYMENT),
        ],
        "apps/{env} | ",
    ),
    (
        &[
            ("apps/{dev,prod}/{web,api}-values.yaml", RELEASE),
            ("apps/{dev,prod}/kustomization.yaml", "resources: [../base]\n"),
        ],
        "apps/{env}/{app}-values.yaml | ",
    ),
    (&[("apps/{dev,prod}/{web,api}.yaml", RELEASE)], "apps/{env}/{app}.yaml | "),
    (&[("apps/{dev,prod}/web.yaml", RELEASE), ("apps/dev/api.yaml", RELEASE)], "apps/{env}/{app}.yaml | "),
    (&[("clusters/{dev,prod}/kustomization.yaml", NOTHING)], " | "),
    // A file for each environment.
    (
        &[("charts/web/values-{dev,prod}.yaml", VALUES), ("charts/web/{values,values-ha}.yaml", VALUES)],
        "charts/{app}/values-{env}.yaml | ",
    ),
    (&[("helm/{dev,prod}-values.yaml", VALUES)], "helm/{env}-values.yaml | "),
    (&[("web/values.{dev,prod}.yaml", VALUES)], "{app}/values.{env}.yaml | "),
    (&[("charts/web/values-prod.yaml", VALUES)], "charts/{app}/values-{env}.yaml | prod<"),
    (&[("charts/web/ci/test-values.yaml", VALUES)], " | "),
    (&[("charts/web/values-{dev,prod}.yaml", NO_TAG)], " | "),
    (
        &[
            ("apps/team/web/{demo,perftest}.yaml", RELEASE),
            ("apps/team/web/web.yaml", RELEASE),
            ("apps/team/web/demo-policy.yaml", SERVICE),
        ],
        "apps/team/{app}/{env}.yaml | demo< perftest<demo",
    ),
    (&[("envs/{dev,prod}.yaml", VALUES)], "envs/{env}.yaml | "),
    (&[("x/dev.yaml", VALUES), ("x/prod.yaml", SERVICE)], " | "),
    (&[("argocd/{web,api}-{dev,prod}.yaml", HEAD)], " | "),
    (&[("argocd/{web,api-v2}-{dev,pre-prod}.yaml", VALUES)], "argocd/{app}-{env}.yaml | dev< pre-prod<dev"),
    (&[("argocd/{web}-{dev,prod}.yaml", VALUES)], "argocd/{env}.yaml | web-dev< web-prod<web-dev"),
    // Folders beside environments that serve them.
    (
        &[
            ("web/{dev,prod}/kustomization.yaml", IMAGE),
            ("web/{prod-utils,integration-tests}/kustomization.yaml", IMAGE),
            ("web/prod-job/kustomization.yaml", NOTHING),
        ],
        "{app}/{env} | ",
    ),
    (
        &[("web/{dev,prod-eu}/kustomization.yaml", IMAGE), ("web/prod-us/kustomization.yaml", NOTHING)],
        "{app}/{env} | dev< prod-eu?<dev prod-us?<dev",
    ),
    // Apps behind many folders that are none.
    (
        &[
            ("env/{dev,prod}/{a,b,c,d,e,f,g,h}/README.md", "x"),
            ("env/{dev,prod}/{i,j}/svc.yaml", SERVICE),
            ("env/{dev,prod}/web/kustomization.yaml", IMAGE),
        ],
        "env/{env}/{app} | ",
    ),
    // One key in all files.
    (
        &[("image-tags/{dev,prod}/{web,api}", KEY), ("image-tags/prod/odd", "promote: false\n")],
        "image-tags/{env}/{app} | ",
    ),
    (&[("tags/{dev,prod}/{web,api}.yaml", "appVersion: 1.2.3\n")], "tags/{env}/{app}.yaml | "),
    (&[("tags/{dev,prod}/web", KEY), ("tags/{dev,prod}/api", "version: 1\n")], " | "),
    (&[("helm-versions/{dev,prod}", "web: 1.2.3\n")], " | "),
    (
        &[(
            "cluster-config/eng/{dev,prod}/config.json",
            "{\"version\": \"1.2.3\", \"cluster\": {\"name\": \"x\"}}\n",
        )],
        "cluster-config/{app}/{env} | ",
    ),
    (&[("cluster-config/eng/{dev,prod}/config.json", "{\"cluster\": {\"name\": \"x\"}}\n")], " | "),
];

#[test]
fn a_layout_tells_its_environments_and_apps() {
    for (given, expected) in CASES {
        let expected = if expected.ends_with("| ") && expected.len() > 3 {
            format!("{expected}dev< prod<dev")
        } else {
            (*expected).to_owned()
        };
        assert_eq!(told(&inferred(given)), expected, "{given:?}");
    }
}

#[test]
fn layouts_without_a_common_environment_are_chains_of_their_own() {
    let given = [
        ("deploy/overlays/{dev,staging,production}/kustomization.yaml", NOTHING),
        ("charts/web/values-prod.yaml", VALUES),
    ];
    let expected =
        "charts/{app}/values-{env}.yaml deploy/overlays/{env} | dev< staging<dev production<staging prod<";
    assert_eq!(told(&inferred(&given)), expected);
    let given = [
        ("a/web/overlays/{dev,prod}/kustomization.yaml", IMAGE),
        ("a/api/overlays/{qa}/kustomization.yaml", IMAGE),
        ("charts/web/values-{staging,prod}.yaml", VALUES),
    ];
    let expected =
        "a/{app}/overlays/{env} charts/{app}/values-{env}.yaml | dev< qa<dev staging<qa prod<staging";
    assert_eq!(told(&inferred(&given)), expected);
}

#[test]
fn signs_outside_the_scope_do_not_count() {
    let given = files(&[
        ("deploy/overlays/{dev,staging,production}/kustomization.yaml", NOTHING),
        ("charts/web/values-prod.yaml", VALUES),
    ]);
    let within = |scope| told(&given.completed(Config::default(), Look { apps: &[], scope: Some(scope) }));
    let cases = [
        ("charts/web", "charts/{app}/values-{env}.yaml | prod<"),
        ("charts", "charts/{app}/values-{env}.yaml | prod<"),
        ("deploy/overlays", "deploy/overlays/{env} | dev< staging<dev production<staging"),
        ("deploy/overlays/production", "deploy/overlays/{env} | dev< staging<dev production<staging"),
        ("deploy/bases", " | "),
    ];
    for (scope, expected) in cases {
        assert_eq!(within(scope), expected, "{scope}");
    }
}

#[test]
fn an_environment_where_all_moves_stands_outside() {
    const LATEST_KEY: &str = "image_tag: latest\n";
    let many = "image-tags/test/{a,b,c,d,e,f,g,h,i}";
    let cases: [(&[(&str, &str)], &str); 6] = [
        (
            &[
                (many, LATEST_KEY),
                ("image-tags/test/j", KEY),
                ("image-tags/{integration,staging,production}/a", KEY),
            ],
            "image-tags/{env}/{app} | test< integration< staging<integration production<staging",
        ),
        (
            &[
                ("image-tags/test/{a,b}", KEY),
                ("image-tags/test/c", LATEST_KEY),
                ("image-tags/{int,staging}/a", KEY),
            ],
            "image-tags/{env}/{app} | int< test< staging?<int+test",
        ),
        // The only way in stays one, however it looks, unless there are many of them.
        (
            &[
                ("apps/web/overlays/dev/kustomization.yaml", LATEST),
                ("apps/web/overlays/{staging,prod}/kustomization.yaml", IMAGE),
            ],
            "apps/{app}/overlays/{env} | dev< staging<dev prod<staging",
        ),
        (
            &[
                ("apps/{a,b,c,d,e,f,g,h,i,j}/overlays/dev/kustomization.yaml", LATEST),
                ("apps/{a,b,c,d,e,f,g,h,i,j}/overlays/{staging,prod}/kustomization.yaml", IMAGE),
            ],
            "apps/{app}/overlays/{env} | dev< staging< prod<staging",
        ),
        (
            &[
                ("apps/{a,b,c,d,e,f,g,h,i,j}/overlays/dev/kustomization.yaml", LATEST),
                ("apps/{a,b,c,d,e,f,g,h,i,j}/overlays/prod/kustomization.yaml", IMAGE),
            ],
            "apps/{app}/overlays/{env} | dev< prod<dev",
        ),
        (
            &[("o/overlays/{dev,sandbox,stg}/kustomization.yaml", LATEST)],
            "{app}/overlays/{env} | dev< sandbox< stg?<dev+sandbox",
        ),
    ];
    for (given, expected) in cases {
        assert_eq!(told(&inferred(given)), expected, "{given:?}");
    }
}

#[test]
fn what_is_inferred_does_not_depend_on_the_app_that_is_asked_for() {
    let given = files(&[
        ("apps/web/overlays/{dev,prod}/kustomization.yaml", IMAGE),
        ("apps/{api,job}/overlays/{dev,staging,prod}/kustomization.yaml", IMAGE),
    ]);
    let all = given.completed(Config::default(), Look::default());
    for app in ["web", "api", "nobody"] {
        let asked = given.completed(Config::default(), Look { apps: &[app], scope: None });
        assert_eq!(asked, all, "{app}");
    }
}

#[test]
fn what_holds_no_version_is_told_where_nothing_else_is() {
    let config = inferred(&[("helm_deploy/values-{dev,preprod,prod}.yaml", NO_TAG)]);
    let notes: Vec<_> = config.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(notes, ["helm_deploy/values-{env}.yaml: no version stands there"]);
}

#[test]
fn a_folder_like_an_environment_without_a_known_name_is_told() {
    let config = inferred(&[
        ("web/{dev,prod,blue,green}/kustomization.yaml", IMAGE),
        ("web/{docs,jobs}/x.yaml", SERVICE),
    ]);
    assert_eq!(told(&config), "{app}/{env} | dev< prod<dev");
    let notes: Vec<_> = config.notes.iter().map(|note| note.text.as_str()).collect();
    let word = "web: blue, green is laid out like an environment, and left out: its name tells no place in the order; \
                name it under `environments:` if it is one";
    assert!(notes.contains(&word), "{notes:?}");
}
