# Short names for .ci/run, which does the work: the same here and in CI.

# Every check, in order.
default:
    .ci/run

# The steps by name.
list:
    .ci/run --list

fmt:
    cargo fmt --all

lint:
    .ci/run fmt clippy

test:
    .ci/run test

# The examples of the pages; `just docs-update` writes what was printed into them.
docs:
    .ci/run docs

docs-update:
    UPDATE_DOCUMENTS=1 cargo test --test documents

# The files around the program: action, workflows, images, scripts.
packaging:
    .ci/run actionlint schema zizmor shellcheck hadolint action

release:
    .ci/run release

demo:
    .ci/run demo
