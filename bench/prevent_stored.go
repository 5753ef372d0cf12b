package main

import (
	"errors"
	"fmt"
	"path/filepath"
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

// onlineCallers make controls at the same time.
const onlineCallers = 32

// checkOnline lets callers control one payout after another, each evaluation durable
// before the next; no payout comes twice.
func (b *bench) checkOnline(name string, j *journal.Journal, s *standing, sources *control.Sources, asked control.Asked) error {
	asked.Payrun = "online"
	if err := control.Begin(b.ctx, j, &asked); err != nil {
		return err
	}
	var next atomic.Int64
	took, errs := make([][]time.Duration, onlineCallers), make([]error, onlineCallers)
	before, began := processor(), time.Now()
	var wg sync.WaitGroup
	for caller := range onlineCallers {
		wg.Go(func() {
			for errs[caller] == nil && time.Since(began) < b.commandsTime {
				n, start := int(next.Add(1))-1, time.Now()
				if n >= len(s.entries) {
					return
				}
				_, errs[caller] = control.Online(b.ctx, j, sources, &asked, &s.entries[n].Line, nil)
				took[caller] = append(took[caller], time.Since(start))
			}
		})
	}
	wg.Wait()
	cpu, wall := processor()-before, time.Since(began)
	if err := errors.Join(errs...); err != nil {
		return err
	}
	all := slices.Concat(took...)
	slices.Sort(all)
	at := func(percent int) time.Duration {
		return all[min(len(all)*percent/100, len(all)-1)].Round(10 * time.Microsecond)
	}
	book, err := control.Read(b.ctx, j)
	if err != nil {
		return err
	}
	if stored := book.Run(control.OnlineRun(asked.On)); stored == nil || stored.Lines != len(all) {
		return fmt.Errorf("%s: %d payouts were controlled online, and as many are not read back", name, len(all))
	}
	row(name+", one payout online, stored", at(50), "p50, p99 %s, %d callers; %.0f/s, %s cpu each in this process; the goal is p99 under 5 ms", at(99), onlineCallers,
		float64(len(all))/wall.Seconds(), (cpu / time.Duration(len(all))).Round(time.Microsecond))
	return nil
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
