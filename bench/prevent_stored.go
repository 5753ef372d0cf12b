package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"balans/journal"
	"balans/prevent/control"
)

// storedControls measures controls that are kept: one payout at a time for many callers,
// and a whole run, on both databases.
func (b *bench) storedControls(s *standing, sources *control.Sources, asked *control.Asked) error {
	var result *control.Result
	took, err := median(1, func() (err error) {
		result, err = control.Check(sources, asked, s.entries, nil, true)
		return err
	})
	if err != nil {
		return err
	}
	cpuRow("a run with all its inputs kept", took, "%d evaluations", len(result.Checked))
	stores := []struct{ name, dsn string }{{"SQLite", filepath.Join(b.dir, "controls.db")}}
	if b.postgres != "" {
		_, drop, err := b.freshPostgres("bench_controls")
		if err != nil {
			return err
		}
		defer drop()
		stores = append(stores, struct{ name, dsn string }{"PostgreSQL", b.postgresDSN("bench_controls")})
	}
	for _, store := range stores {
		j, err := journal.Open(b.ctx, store.dsn)
		if err != nil {
			return err
		}
		_, err = control.Adopt(b.ctx, j, asked.Plan, control.By{Actor: "bench"}, false)
		if err == nil {
			err = b.checkOnline(store.name, j, s, sources, *asked)
		}
		if err == nil {
			err = b.writeRun(store.name, j, result)
		}
		if err := errors.Join(err, j.Close()); err != nil {
			return err
		}
	}
	return nil
}

// onlineCallers make controls at the same time: first so many a second in all, which is
// more than an agency pays out, then as many as there is room for.
const (
	onlineCallers = 32
	onlinePace    = 2_000
)

// checkOnline lets callers control one payout after another, each evaluation durable
// before the next; no payout comes twice.
func (b *bench) checkOnline(name string, j *journal.Journal, s *standing, sources *control.Sources, asked control.Asked) error {
	asked.Payrun = "online"
	if err := control.Begin(b.ctx, j, &asked); err != nil {
		return err
	}
	check := func(n int) error {
		_, err := control.Online(b.ctx, j, sources, &asked, &s.entries[n].Line, nil)
		return err
	}
	done := 0
	for _, pace := range []struct {
		name  string
		every time.Duration // from one check of a caller to its next; 0: at once
	}{{fmt.Sprintf("%d payouts a second", onlinePace), onlineCallers * time.Second / onlinePace}, {"as many payouts as it can", 0}} {
		var best window
		var worst time.Duration
		for i := 0; i < windows && done < len(s.entries); i++ {
			w, err := b.online(done, len(s.entries), pace.every, check)
			if err != nil {
				return err
			}
			done += len(w.took)
			if worst = max(worst, w.at(99)); best.took == nil || w.at(99) < best.at(99) {
				best = w
			}
		}
		if best.took == nil {
			return fmt.Errorf("%s: %d lines are too few to be controlled one by one for so long", name, len(s.entries))
		}
		row(name+", "+pace.name, best.at(50), "p50; p99 %s, and %s when the machine was least quiet; %d callers, each control stored, %.0f/s, %s cpu each in this process", best.at(99), worst, onlineCallers,
			float64(len(best.took))/best.wall.Seconds(), (best.cpu / time.Duration(len(best.took))).Round(time.Microsecond))
	}
	book, err := control.Read(b.ctx, j)
	if err != nil {
		return err
	}
	if stored := book.Run(control.OnlineRun(asked.On)); stored == nil || stored.Lines != done {
		return fmt.Errorf("%s: %d payouts were controlled online, and as many are not read back", name, done)
	}
	return nil
}

// windows are how many times each pace is measured. Other work on the machine shows in the
// slowest of many answers before anything else, so that the quietest is told, and the
// worst beside it.
const windows = 3

// window is what some time of checks came to.
type window struct {
	took []time.Duration // in order of length
	spent
}

// at is how long at most so many percent of the checks took.
func (w *window) at(percent int) time.Duration {
	return w.took[min(len(w.took)*percent/100, len(w.took)-1)].Round(10 * time.Microsecond)
}

// online makes checks numbered from one up to another until the time is over, and gives
// how long each took. With a pace a check is timed from when it was to begin, so that one
// that is late because of the one before it counts as slow.
func (b *bench) online(from, to int, every time.Duration, check func(n int) error) (w window, err error) {
	var next atomic.Int64
	next.Store(int64(from))
	took, errs := make([][]time.Duration, onlineCallers), make([]error, onlineCallers)
	runtime.GC()
	before, began := processor(), time.Now()
	var wg sync.WaitGroup
	for caller := range onlineCallers {
		wg.Go(func() {
			start := began.Add(every * time.Duration(caller) / onlineCallers)
			for errs[caller] == nil && time.Since(began) < b.commandsTime/windows {
				if every > 0 {
					time.Sleep(time.Until(start))
				} else {
					start = time.Now()
				}
				n := int(next.Add(1)) - 1
				if n >= to {
					return
				}
				errs[caller] = check(n)
				took[caller] = append(took[caller], time.Since(start))
				start = start.Add(every)
			}
		})
	}
	wg.Wait()
	w = window{slices.Concat(took...), spent{processor() - before, time.Since(began)}}
	slices.Sort(w.took)
	if err = errors.Join(errs...); err == nil && len(w.took) == 0 {
		err = errors.New("no payout was left to control, or no time")
	}
	return w, err
}

// writeRun stores a run as mass runs are stored, and reads its tallies back.
func (b *bench) writeRun(name string, j *journal.Journal, r *control.Result) error {
	took, err := median(1, func() error { return control.Write(b.ctx, j, r, nil, nil) })
	if err != nil {
		return err
	}
	book, err := control.Read(b.ctx, j)
	if err != nil {
		return err
	}
	stored := book.Run(r.ID)
	if stored == nil || !slices.Equal(stored.Tallies, r.Tallies) || len(stored.Findings) != r.Tallies[0].Of(control.Task) || stored.Completed == 0 {
		return fmt.Errorf("%s: the run that is read back is not the one that was written", name)
	}
	cpuRow(name+", the run stored", took, "%d events, %.0f k/s; read back the same", len(r.Checked), float64(len(r.Checked))/took.wall.Seconds()/1000)
	return nil
}
