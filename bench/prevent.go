package main

import (
	"cmp"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// prevent measures the controls of payouts: days claimed held against absence that
// employers reported, beside DuckDB and PostgreSQL, the run of a day against a standing
// register, the employers' XML, and what is stored.
//
// Other work on the machine lengthens wall times more than processor time, so that ratios
// are of processor time, and what is measured several times is told as the median.
func (b *bench) prevent() error {
	load, err := os.ReadFile("/proc/loadavg")
	if err == nil {
		fmt.Printf("  processor time and medians; load %s when it began\n", strings.Join(strings.Fields(string(load))[:3], " "))
	}
	for _, part := range []func() error{b.absence, b.declarations, b.dayOfPayouts} {
		if err := part(); err != nil {
			return err
		}
		runtime.GC()
	}
	return nil
}

// spent is processor time, and the wall time it took.
type spent struct{ cpu, wall time.Duration }

func (s spent) plus(o spent) spent { return spent{s.cpu + o.cpu, s.wall + o.wall} }

// times is how many times as much processor time another took.
func (s spent) times(other spent) string {
	return fmt.Sprintf("%.0f x", other.cpu.Seconds()/max(s.cpu.Seconds(), 1e-6))
}

// median runs f a few times. Memory that is no longer used is given back before each.
func median(times int, f func() error) (spent, error) {
	var all []spent
	for range times {
		runtime.GC()
		before, began := processor(), time.Now()
		if err := f(); err != nil {
			return spent{}, err
		}
		all = append(all, spent{processor() - before, time.Since(began)})
	}
	return medianOf(all), nil
}

// medianOf is the one of middle processor time.
func medianOf(all []spent) spent {
	slices.SortFunc(all, func(x, y spent) int { return cmp.Compare(x.cpu, y.cpu) })
	return all[len(all)/2]
}

// processor is the processor time of this process so far, the system's on its behalf
// included.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// cpuRow prints a line of the result with processor time first.
func cpuRow(name string, s spent, note string, args ...any) {
	row(name, s.cpu, "cpu, %s wall; %s", s.wall.Round(10*time.Microsecond), fmt.Sprintf(note, args...))
}
