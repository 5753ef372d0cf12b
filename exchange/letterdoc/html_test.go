package letterdoc

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"balans/desk/staff/assets"
	"balans/testenv/browser"
)

func TestHTML_isAccessibleAtAnyWidth(t *testing.T) {
	axe, err := os.ReadFile("../../desk/staff/testdata/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", http.StripPrefix("/assets/", http.FileServerFS(assets.Files)))
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><html lang="sv"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Brev</title>
<link rel="stylesheet" href="/assets/fkui-theme.css"><link rel="stylesheet" href="/assets/fkui.min.css"><link rel="stylesheet" href="/assets/balans.css"></head>
<body><main class="page"><h1>Brevet</h1>%s</main></body></html>`, sample().HTML())
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	b := browser.Open(t)
	for _, width := range []int64{1280, 320} {
		b.SetViewport(width, 900)
		b.Go(server.URL + "/")
		for _, v := range b.Axe(t, string(axe)) {
			t.Errorf("at %d pixels: %s", width, v)
		}
		if got := browser.Eval[int64](b, `document.documentElement.scrollWidth`); got > width {
			t.Errorf("the letter is %d pixels wide in a window of %d", got, width)
		}
		if dir := os.Getenv("BALANS_TEST_SCREENSHOTS"); dir != "" {
			b.Screenshot(filepath.Join(dir, fmt.Sprintf("letterdoc-%d.png", width)))
		}
	}
}
