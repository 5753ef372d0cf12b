package journal_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"balans/journal"
)

// each runs a benchmark on both databases.
func each(b *testing.B, run func(b *testing.B, d database)) {
	b.Run("sqlite", func(b *testing.B) { run(b, newSQLite(b)) })
	b.Run("postgres", func(b *testing.B) { run(b, newPostgres(b)) })
}

// One durable command of one of 32 callers, who share commits. x-per-commit is
// how many times faster that is than one caller alone, each of whose commands
// is a commit of its own, on the same database just before.
func BenchmarkDo(b *testing.B) {
	each(b, func(b *testing.B, d database) {
		j := d.open()
		// Every caller has streams of its own, of up to eight events.
		one := func(caller, n int) {
			c := numbered(caller, n)
			c.Stream = fmt.Sprintf("bench/%d/%d", caller, n/8)
			if _, err := j.Do(context.Background(), c); err != nil {
				b.Error(err)
			}
		}
		const alone = 1000
		began := time.Now()
		for n := range alone {
			one(99, n)
		}
		perCommit := time.Since(began) / alone

		const callers, each = 32, 100
		rounds := 0
		began = time.Now()
		for b.Loop() {
			var wg sync.WaitGroup
			for c := range callers {
				wg.Go(func() {
					for n := range each {
						one(c, rounds*each+n)
					}
				})
			}
			wg.Wait()
			rounds++
		}
		took, commands := time.Since(began), rounds*callers*each
		perCommand := took / time.Duration(commands)
		b.ReportMetric(float64(perCommand), "ns/command")
		b.ReportMetric(float64(commands)/took.Seconds(), "commands/s")
		b.ReportMetric(1/perCommit.Seconds(), "alone/s")
		b.ReportMetric(float64(perCommit)/float64(perCommand), "x-per-commit")
		b.StopTimer()
		d.verify(int64(commands + alone))
	})
}

// A mass write of 60 000 events in streams of three.
func BenchmarkBulk(b *testing.B) {
	each(b, func(b *testing.B, d database) {
		j := d.open()
		events, streams := int64(0), 0
		for b.Loop() {
			n, err := j.Bulk(context.Background(), bundles(streams, streams+20_000), nil)
			if err != nil {
				b.Fatal(err)
			}
			events, streams = events+n, streams+20_000
		}
		b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
	})
}

// Loading a stream of ten events among many.
func BenchmarkLoad(b *testing.B) {
	each(b, func(b *testing.B, d database) {
		j := d.open()
		if _, err := j.Bulk(context.Background(), bundles(0, 20_000), nil); err != nil {
			b.Fatal(err)
		}
		var many []journal.New
		for range 10 {
			many = append(many, paid("amount=100000"))
		}
		add(b, j, "claim/ten", 0, many...)
		for b.Loop() {
			if events := load(b, j, "claim/ten"); len(events) != 10 {
				b.Fatal(events)
			}
		}
	})
}
