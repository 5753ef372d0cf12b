// Package browser drives headless Chromium in tests of pages: open, read, click, type, walk with the
// keyboard, look (screenshots), and let axe-core judge the accessibility. Every call ends the test
// when it cannot do its work within a bounded time, so a test reads as a list of steps.
//
// It knows no page and no route, and it is no crawler: the browser resolves no host but this machine,
// so a page that needs the network shows it here.
package browser

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"balans/testenv/require"
)

// Patience for one step, and for the start of the browser on a busy machine.
const (
	stepPatience  = 20 * time.Second
	startPatience = 60 * time.Second
)

// Browser is one tab of one browser with a new, empty profile. It belongs to one test and is not safe
// for use by several goroutines; a test that runs in parallel opens its own.
type Browser struct {
	t     testing.TB
	ctx   context.Context // the tab; a chromedp browser lives in a context
	state *state
}

// state is what the copies that In makes share.
type state struct {
	scriptless bool // the scripts of pages are switched off

	mu   sync.Mutex
	urls []string // what the tab asked for
}

// Open starts a browser with an empty page in a window of 1280 × 900, and ends it with the test. The
// test is skipped, or in a complete run fails, when the machine has no browser (package require).
func Open(t testing.TB) *Browser {
	t.Helper()
	path := require.Chromium(t)
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), append(flags(),
		chromedp.ExecPath(path), chromedp.WindowSize(1280, 900))...)
	b := &Browser{t: t, state: &state{}}
	tab, stopTab := chromedp.NewContext(allocator, chromedp.WithListener(b.state.listen))
	b.ctx = tab
	t.Cleanup(func() {
		// Close it in good order first, so that its profile folder can be removed.
		bounded, cancel := context.WithTimeout(tab, stepPatience)
		defer cancel()
		_ = chromedp.Cancel(bounded)
		stopTab()
		stopAllocator()
	})
	// The first step binds the browser's life to its context, so the bound is a timer, not a deadline.
	watch := time.AfterFunc(startPatience, stopTab)
	_, err := chromedp.Call(tab, network.Enable, network.EnableParams{})
	watch.Stop()
	if err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	return b
}

// flags are the command line of the browser: headless, as a user of any right, and without the
// background traffic that a browser makes of its own accord. chromedp gives it a new profile folder
// and removes that folder.
func flags() []chromedp.ExecAllocatorOption {
	options := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	options = append(options,
		// The sandbox needs rights that a container or root does not give; only our own pages are opened.
		chromedp.NoSandbox,
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE [::1]"),
		chromedp.Flag("lang", "sv-SE"))
	for _, name := range []string{"disable-gpu", "disable-quic", "disable-component-update", "no-proxy-server"} {
		options = append(options, chromedp.Flag(name, true))
	}
	return options
}

// In returns the same browser with its failures reported to a subtest.
func (b *Browser) In(t testing.TB) *Browser {
	return &Browser{t: t, ctx: b.ctx, state: b.state}
}

// Requests returns the URLs that the tab asked for since Open, in order: pages, styles, fonts, images,
// scripts, web sockets, also those that failed. Left out are data: and blob: URLs, which ask no one.
func (b *Browser) Requests() []string {
	b.state.mu.Lock()
	defer b.state.mu.Unlock()
	var urls []string
	for _, u := range b.state.urls {
		if !strings.HasPrefix(u, "data:") && !strings.HasPrefix(u, "blob:") {
			urls = append(urls, u)
		}
	}
	return urls
}

// listen runs in the loop that reads the tab's messages: it must be quick and may not call the tab.
func (s *state) listen(event any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		s.urls = append(s.urls, e.Request.URL)
	case *network.EventWebSocketCreated:
		s.urls = append(s.urls, e.URL)
	}
}

// DisableJavaScript switches the scripts of pages off, from the next page on. Everything else works as
// before, but for an Eval that waits: no timer of the page comes to its end.
func (b *Browser) DisableJavaScript() {
	b.t.Helper()
	b.state.scriptless = true
	b.scripts(false)
}

func (b *Browser) scripts(on bool) {
	b.t.Helper()
	b.run("switch JavaScript", chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled,
			emulation.SetScriptExecutionDisabledParams{Value: !on})
		return err
	}))
}

// run runs steps that return nothing.
func (b *Browser) run(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepPatience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
}

// get runs a step that returns something.
func get[T any](b *Browser, what string, step chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepPatience)
	defer cancel()
	value, err := chromedp.Run(ctx, step)
	if err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
	return value
}
