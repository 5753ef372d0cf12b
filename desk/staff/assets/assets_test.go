package assets_test

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"balans/desk/staff/assets"
	"balans/testenv/browser"
)

// policy is the one that README.md promises to be enough.
const policy = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// sample puts every block of HTML in README.md on one page: the first is the page, the rest its content.
func sample(t *testing.T) string {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), "Content-Security-Policy: "+policy+"\n") {
		t.Error("README.md names another policy than the one tested here")
	}
	blocks := regexp.MustCompile("(?s)```html\n(.*?)```").FindAllStringSubmatch(string(readme), -1)
	if len(blocks) < 2 {
		t.Fatalf("README.md has %d blocks of HTML", len(blocks))
	}
	var content strings.Builder
	for _, b := range blocks[1:] {
		content.WriteString(b[1])
	}
	page, place := blocks[0][1], "<!-- innehåll -->"
	if strings.Count(page, place) != 1 {
		t.Fatalf("the page has no place for its content: %s", place)
	}
	return strings.Replace(page, place, content.String(), 1)
}

// serve serves the sample page and the assets under the policy.
func serve(t *testing.T, page string) (base string) {
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", http.StripPrefix("/assets/", http.FileServerFS(assets.Files)))
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", policy)
		fmt.Fprint(w, page)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func TestSample_isAccessibleAndAsksNoOneElse(t *testing.T) {
	axe, err := os.ReadFile("../testdata/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	b, base := browser.Open(t), serve(t, sample(t))
	for _, width := range []int64{1280, 320} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			b := b.In(t)
			b.SetViewport(width, 900)
			b.Go(base + "/")
			for _, v := range b.Axe(t, string(axe)) {
				t.Error(v)
			}
			if got := browser.Eval[int64](b, `document.documentElement.scrollWidth`); got > width {
				t.Errorf("the page is %d pixels wide in a window of %d: %s", got, width, browser.Eval[string](b,
					`[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth && !e.closest(".table-region")).map(e => e.localName + "." + e.className).join(", ")`))
			}
			if dir := os.Getenv("BALANS_TEST_SCREENSHOTS"); dir != "" {
				b.Screenshot(filepath.Join(dir, fmt.Sprintf("assets-%d.png", width)))
			}
		})
	}
	fonts := 0
	for _, u := range b.Requests() {
		if !strings.HasPrefix(u, base+"/") {
			t.Errorf("asked for %s", u)
		}
		if strings.HasSuffix(u, ".woff2") {
			fonts++
		}
	}
	if fonts == 0 || !browser.Eval[bool](b, `document.fonts.check('1rem "Open Sans"')`) {
		t.Error("the font was not loaded")
	}
}

func TestSample_showsWhereTheFocusIs(t *testing.T) {
	b := browser.Open(t)
	b.Go(serve(t, sample(t)) + "/")
	b.Key("Tab")
	if got := b.Focused(); got != "a Hoppa till innehållet" {
		t.Errorf("the first Tab leads to %q", got)
	}
	if top := browser.Eval[int](b, `Math.round(document.activeElement.getBoundingClientRect().top)`); top < 0 {
		t.Error("the skip link has the focus and is not seen")
	}
	b.Key("Enter", "Tab")
	if got := b.Focused(); got != "a Start" {
		t.Errorf("after the skip link, Tab leads to %q", got)
	}
	// Every stop on the way shows a ring; radio buttons and checkboxes show it on their label.
	for stops := 0; b.Focused() != "body"; stops++ {
		if stops > 100 {
			t.Fatal("Tab does not come to the end of the page")
		}
		if !browser.Eval[bool](b, `(() => {
			const e = document.activeElement;
			const shown = e.type === "radio" || e.type === "checkbox" ? e.nextElementSibling : e;
			return getComputedStyle(shown).boxShadow !== "none";
		})()`) {
			t.Errorf("no ring around %s", b.Focused())
		}
		b.Key("Tab")
	}
}

func TestStylesheets_askForNothingFromOutside(t *testing.T) {
	outside := regexp.MustCompile(`@import|url\(["']?(https?:|//)[^)]*`)
	names, err := fs.Glob(assets.Files, "*.css")
	if err != nil || len(names) != 3 {
		t.Fatalf("stylesheets: %v (%v)", names, err)
	}
	for _, name := range names {
		css, err := fs.ReadFile(assets.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		if found := outside.Find(css); found != nil {
			t.Errorf("%s: %s", name, found)
		}
		for _, m := range regexp.MustCompile(`url\("([^":]+\.woff2)"\)`).FindAllSubmatch(css, -1) {
			if _, err := fs.Stat(assets.Files, string(m[1])); err != nil {
				t.Errorf("%s names a font that is not there: %v", name, err)
			}
		}
	}
}

func TestFiles_areAsPinned(t *testing.T) {
	sums, err := os.ReadFile("SHA256SUMS")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(sums)) {
		want, name, ok := strings.Cut(strings.TrimSpace(line), "  ")
		content, err := os.ReadFile(name)
		if got := fmt.Sprintf("%x", sha256.Sum256(content)); !ok || err != nil || got != want {
			t.Errorf("%q is not the file that fetch.sh fetched (%v)", name, err)
		}
	}
}
