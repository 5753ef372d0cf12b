// Command bench measures Balans beside its peers on the same data in one run, and
// checks that all give the same answer. It prints ratios; the absolute times are
// those of the machine it runs on.
//
//	make bench                      with PostgreSQL, and DuckDB where npm has it
//	go run ./bench -claims 30000    smaller
//
// What is measured
//
//	import     the two CSV files into SQLite and PostgreSQL: time, memory
//	date       the stock figures of one date: columns against SQL on indexed tables
//	series     every month end since 2015, by benefit
//	cold       the whole report from a new process with its snapshot
//	money      the demo agency: balances with interest against PostgreSQL, the nightly run,
//	           one claim explained, ten million claims
//	letter     an appropriation letter read, checked and compared with another
//	books      a year of sixty million payouts summed by day and benefit, against PostgreSQL
//	           on a smaller year, and booked; what came back on the claims of the demo
//	           agency; the accounts of a month
//	prevent    five million days claimed against as many reports of absence, from columns and
//	           from files, against DuckDB and PostgreSQL; the payouts of a day against a
//	           register of sixty million days; the employers' XML against encoding/xml;
//	           controls stored, one at a time from 32 callers and a whole run
//	desk       the case workers' pages over the demo agency as each role, search, 200 of them
//	           at once on PostgreSQL; a mass decision with its letters on both databases, with
//	           equal answers, and the letters as PDF
//	housing    months of 200 000 households' housing allowance, against OpenFisca; years with
//	           their settlements; a whole run of settlement with claims, letters and pay-outs
//	           on both databases, with equal answers
//	commands   durable commands from 32 callers, against one command a commit; streams
//	           of up to eight events
//
// It is no test: nothing fails because it is slow. It fails when answers differ.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"time"
)

// bench carries what the measurements share.
type bench struct {
	ctx          context.Context
	dir          string
	balans       string // the program
	claims       int
	payouts      int
	days         int    // claimed, and as many reported
	absenceDays  int    // of the standing register
	lines        int    // of the run of a day
	postgres     string // address of a server, "" where there is none
	claimsCSV    string
	eventsCSV    string
	events       int
	answers      map[string]figures
	balansDate   time.Duration
	commandsTime time.Duration
	agency       string // the demo agency's scale, of the desk
	made         string // a demo agency that is there already; "" where it is to be made
	cases        int    // of the mass decision
	workers      int    // at the desk at once
	loadTime     time.Duration
	pause        time.Duration
	households   int    // with housing allowance
	openfiscaAt  string // folder of OpenFisca's source, "" where pip is to fetch it
}

func main() {
	log.SetFlags(0)
	b := &bench{postgres: os.Getenv("BALANS_TEST_POSTGRES"), answers: map[string]figures{}}
	flag.IntVar(&b.claims, "claims", 300_000, "how many claims; each has 10.5 events")
	flag.IntVar(&b.payouts, "payouts", 60_000_000, "how many payouts; 16 bytes each, and once more while they are made")
	flag.IntVar(&b.days, "days", 5_000_000, "how many claimed days, and reports of absence, DuckDB and PostgreSQL are given as well")
	flag.IntVar(&b.absenceDays, "absence-days", 60_000_000, "how many absence days the standing register has; 8 bytes each")
	flag.IntVar(&b.lines, "lines", 250_000, "how many payouts the run of a day has")
	flag.StringVar(&b.agency, "agency", "full", "the demo agency that the desk is measured with: full or small")
	flag.StringVar(&b.made, "made", "", "measure the desk with the demo agency in `FILE`, which is written to, and without PostgreSQL")
	flag.IntVar(&b.cases, "cases", 65_000, "how many cases are decided by the program")
	flag.IntVar(&b.workers, "workers", 200, "how many work at the desk at once")
	flag.DurationVar(&b.loadTime, "load", time.Minute, "how long they work")
	flag.DurationVar(&b.pause, "pause", 3*time.Second, "how long one of them looks at a page before the next, on average")
	flag.IntVar(&b.households, "households", 200_000, "how many households have housing allowance")
	flag.StringVar(&b.openfiscaAt, "openfisca", "", "`FOLDER` with the Python sources of OpenFisca-Core and what it needs beside Debian's packages, where pip cannot fetch it")
	flag.StringVar(&b.balans, "balans", "bin/balans", "the program to measure")
	flag.DurationVar(&b.commandsTime, "commands", 3*time.Second, "how long each measurement of commands takes")
	only := flag.String("only", "", "import, date, cold, money, letter, books, prevent, desk, housing or commands: only that part (import is always done, to SQLite)")
	agency := flag.String("night-of", "", "for the program itself: measure the nightly run over the claims of a demo `FILE`, sixteen times over")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	b.ctx = ctx
	if *agency != "" {
		if err := nightOf(ctx, *agency); err != nil {
			log.Fatal("bench: ", err)
		}
		return
	}
	if err := b.run(*only); err != nil {
		log.Fatal("bench: ", err)
	}
}

func (b *bench) run(only string) (err error) {
	if b.balans, err = filepath.Abs(b.balans); err != nil {
		return err
	}
	if b.dir, err = os.MkdirTemp("", "balans-bench"); err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	fmt.Printf("%s, %d processors, %d claims\n", runtime.Version(), runtime.NumCPU(), b.claims)
	if b.postgres == "" {
		fmt.Println("PostgreSQL is left out: run `make bench`, or set BALANS_TEST_POSTGRES")
	}
	if err := b.makeData(); err != nil {
		return err
	}
	for _, part := range []struct {
		name string
		do   func() error
	}{{"import", b.imports}, {"date", b.dates}, {"cold", b.cold}, {"money", b.money}, {"letter", b.letter}, {"books", b.books}, {"prevent", b.prevent}, {"desk", b.desk}, {"housing", b.housing}, {"commands", b.commands}} {
		if only != "" && only != part.name && (part.name != "import" || only == "money" || only == "books" || only == "letter" || only == "prevent" || only == "desk" || only == "housing") {
			continue
		}
		fmt.Printf("\n%s\n", part.name)
		if err := part.do(); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	return nil
}

// best runs f a few times and returns the shortest time.
func best(times int, f func() error) (time.Duration, error) {
	shortest := time.Duration(1<<63 - 1)
	for range times {
		began := time.Now()
		if err := f(); err != nil {
			return 0, err
		}
		shortest = min(shortest, time.Since(began))
	}
	return shortest, nil
}

// row prints a line of the result.
func row(name string, d time.Duration, note string, args ...any) {
	fmt.Printf("  %-34s %10s  %s\n", name, d.Round(10*time.Microsecond), fmt.Sprintf(note, args...))
}
