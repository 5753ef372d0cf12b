#!/usr/bin/env bash
# Fetches the styles, the font and axe-core from the npm registry, checks them against SHA256SUMS and
# puts them in their places. The files are committed, so this is needed only for a new version: change
# the version here, run `fetch.sh --pin` to write the new sums, look at the pages, commit.
set -euo pipefail
cd "$(dirname "$0")"

design=@fkui/design@6.44.0            # MIT
theme=@fkui/theme-default@6.59.0      # MIT
font=@fontsource/open-sans@5.3.0      # OFL-1.1
axe=axe-core@4.14.1                   # MPL-2.0, tests only

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/staff/assets" "$work/staff/testdata"

# unpack PACKAGE FOLDER: the package as its author published it; no script of it is run.
unpack() {
  mkdir -p "$work/$2"
  npm pack --silent --ignore-scripts --pack-destination "$work/$2" "$1" >/dev/null
  tar -xzf "$work/$2"/*.tgz -C "$work/$2" --strip-components=1
}
unpack "$design" design
unpack "$theme" theme
unpack "$font" font
unpack "$axe" axe

out=$work/staff/assets
cp "$work/design/lib/fkui.min.css" "$out/fkui.min.css"
cp "$work/theme/dist/theme-light.css" "$out/fkui-theme.css"
cp "$work/design/LICENSE.md" "$out/LICENSE-fkui.md"
for weight in 400 600 700; do
  cp "$work/font/files/open-sans-latin-$weight-normal.woff2" "$out/open-sans-$weight.woff2"
  cp "$work/font/files/open-sans-latin-ext-$weight-normal.woff2" "$out/open-sans-ext-$weight.woff2"
done
cp "$work/font/LICENSE" "$out/LICENSE-open-sans.txt"
cp "$work/axe/axe.min.js" "$work/staff/testdata/axe.min.js"
cp "$work/axe/LICENSE" "$work/staff/testdata/LICENSE-axe.txt"
cp "$work/axe/LICENSE-3RD-PARTY.txt" "$work/staff/testdata/LICENSE-axe-3rd-party.txt"
find "$work/staff" -type f -exec chmod 644 {} +

if [ "${1:-}" = --pin ]; then
  (cd "$out" && find . ../testdata -type f | sed 's|^\./||' | LC_ALL=C sort | xargs sha256sum) > SHA256SUMS
fi
(cd "$out" && sha256sum --quiet -c "$OLDPWD/SHA256SUMS")

# The pages must work on a closed network: no style may ask another host for anything.
if grep -noE "@import|url\([\"']?(https?:|//)[^)]*" "$out"/*.css; then
  echo "fetch.sh: a style asks for something from outside" >&2
  exit 1
fi
mkdir -p ../testdata
cp -r "$work/staff/." ..
echo "fetch.sh: $(wc -l < SHA256SUMS) files as pinned"
