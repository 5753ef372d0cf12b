package main

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"balans/law/money"
)

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// bar is a line of progress that is drawn over itself, on a terminal only.
type bar struct {
	t     *terminal
	mu    sync.Mutex
	phase string
	began time.Time
	drawn time.Time
}

func (t *terminal) progress() *bar { return &bar{t: t} }

// show draws how far a phase has come; total 0 means unknown.
func (b *bar) show(phase string, done, total int64) {
	if !b.t.showProgress {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	if phase != b.phase {
		b.phase, b.began = phase, now
	} else if now.Sub(b.drawn) < 100*time.Millisecond && done != total {
		return
	}
	b.drawn = now
	if total <= 0 {
		fmt.Fprintf(b.t.err, "\r\033[K%s %d", phase, done)
		return
	}
	const width = 30
	full := int(min(done, total) * width / total)
	left := ""
	if done > 0 && done < total {
		left = fmt.Sprintf(", %s left", (now.Sub(b.began) * time.Duration(total-done) / time.Duration(done)).Round(time.Second))
	}
	fmt.Fprintf(b.t.err, "\r\033[K%-22s [%s%s] %3d %%%s", phase, strings.Repeat("=", full), strings.Repeat(" ", width-full), 100*min(done, total)/total, left)
}

// clear removes the line.
func (b *bar) clear() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.phase != "" {
		fmt.Fprint(b.t.err, "\r\033[K")
		b.phase = ""
	}
}

// number writes a count with plain spaces between thousands, as a terminal and
// those who search its output expect.
func number(v int64) string { return strings.ReplaceAll(money.Kronor(v).Kronor(), "\u00a0", " ") }

// counted is a number of things with their name, whose plural ends in s.
func counted[N int | int64](n N, name string) string {
	if n != 1 {
		name += "s"
	}
	return number(int64(n)) + " " + name
}
