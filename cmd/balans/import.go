package main

import (
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"

	"balans/exchange/claimcsv"
	"balans/recover/claim"
)

var importCommand = command{
	name: "import", args: "CLAIMS.csv EVENTS.csv | FOLDER", summary: "take over claims and their events from another system",
	long: `The two files, or a folder that holds them as claims.csv and events.csv, are UTF-8 with a header line and commas:
  claim_id,debtor,benefit,authority,origin,decided_on,principal_ore
  event_id,claim_id,kind,occurred_on,recorded_at,amount_ore,principal_ore

debtor     10 or 12 digits; several who owe the whole jointly: A+B; with a share each, in öre: A:500000+B:200000
benefit    a code of the catalogue (balans help benefits)
authority  FK or PM            origin  manual or settlement
kind       see balans help kinds; changed carries the new principal in amount_ore
recorded_at  a date (the end of that day) or an instant such as 2024-02-28T09:30:00Z
principal_ore  how much of the amount went to principal; empty: all of it

Either file may have one column more, details: name=value pairs in alphabetical order, one space between them, a space
in a value written %20 and a per cent sign %25.
  claims  charge=ÖRE  the part of the principal that bears no interest      type=NAME  the ground, such as ordinary
  events  by=law  nobody booked where a payment, reversal or waiver went: the law divides it (no principal_ore)
          mode=WORD  how      part=NAME  the balance an amount concerns      debtor=NUMBER  whom it concerns, 12 digits
          first=DATE count=N second=ÖRE  a plan's first instalment, their number, its notice fee
          until=DATE  a last day      ref=ID  what it refers to      reason=TEXT  why

Lines come in any order. Events of a claim on the same day count in the order of the number that ends event_id.
All lines are checked before anything is written, and a claim is written whole or not at all. What another system
booked is kept as it was booked: where a rule would not have allowed it, the import warns. Importing the same files
again changes nothing. An import that was stopped is completed by running it again.`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &importOptions{}
		o.db.flag(fs, "balans.db")
		fs.StringVar(&o.claims, "claims", "", "the `FILE` of claims, instead of the first argument")
		fs.StringVar(&o.events, "events", "", "the `FILE` of events, instead of the second argument")
		fs.StringVar(&o.skipBad, "skip-bad", "", "leave out claims with bad lines and list every line left out in `FILE` (CSV)")
		fs.StringVar(&o.warnings, "warnings", "", "list every warning in `FILE` (CSV) instead of counting them")
		return o.run
	},
}

type importOptions struct {
	db                                database
	claims, events, skipBad, warnings string
}

// files finds the two files among flags and arguments.
func (o *importOptions) files(args []string) ([2]string, error) {
	files := [2]string{o.claims, o.events}
	if len(args) == 1 && files == [2]string{} {
		if info, err := os.Stat(args[0]); err == nil && info.IsDir() {
			return [2]string{filepath.Join(args[0], "claims.csv"), filepath.Join(args[0], "events.csv")}, nil
		}
	}
	for i := range files {
		if files[i] == "" && len(args) > 0 {
			files[i], args = args[0], args[1:]
		}
	}
	if files[0] == "" || files[1] == "" || len(args) > 0 {
		return files, usage("name the file of claims and the file of events, or a folder that holds both")
	}
	return files, nil
}

func (o *importOptions) run(ctx context.Context, t *terminal, args []string) error {
	files, err := o.files(args)
	if err != nil {
		return err
	}
	if o.warnings != "" && o.warnings == o.skipBad {
		return usage("--warnings and --skip-bad name the same file %s; name two", o.warnings)
	}
	for flag, path := range map[string]string{"warnings": o.warnings, "skip-bad": o.skipBad} {
		if err := refuseOverwrite(flag, path, files[0], files[1]); err != nil {
			return err
		}
	}
	// The files are held in memory while they are checked, almost all of it live:
	// letting the heap double before it is collected would double the need.
	if os.Getenv("GOGC") == "" {
		defer debug.SetGCPercent(debug.SetGCPercent(25))
	}
	j, err := o.db.open(ctx, true)
	if err != nil {
		return err
	}
	defer j.Close()
	im := &claim.Import{Actor: "import"}
	if im.Terms, err = terms(); err != nil {
		return err
	}
	for i, to := range []*claim.File{&im.Claims, &im.Events} {
		f, err := os.Open(files[i])
		if err != nil {
			return err
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return err
		}
		*to = claim.File{Name: files[i], Size: info.Size(), Reader: f}
	}
	bar := t.progress()
	im.Progress = bar.show
	warned := map[*claim.Rule]int{}
	first := map[*claim.Rule]*claim.Refusal{}
	list, err := newListing(o.warnings, "claim_event", "kind", "occurred_on", "rule", "why")
	if err != nil {
		return err
	}
	im.Warn = func(r *claim.Refusal) {
		if warned[r.Rule]++; first[r.Rule] == nil {
			first[r.Rule] = r
		}
		list.add(r.Event.ID, r.Event.Kind.String(), r.Event.OccurredOn.String(), r.Rule.ID, r.Why)
	}
	skipped, err := newListing(o.skipBad, "file", "line", "column", "field", "found", "expected", "raw")
	if err != nil {
		return err
	}
	if o.skipBad != "" {
		im.SkipBad = func(e *claimcsv.LineError) error {
			skipped.add(e.File, strconv.Itoa(e.Line), strconv.Itoa(e.Column), e.Field, e.Found, e.Expected, e.Raw)
			return nil
		}
	}
	result, err := im.Run(ctx, j)
	bar.clear()
	if listErr := list.close(); err == nil {
		err = listErr
	}
	if listErr := skipped.close(); err == nil {
		err = listErr
	}
	if err != nil {
		return err
	}
	printImport(t.out, &result, o.skipBad)
	for _, rule := range claim.Rules() {
		if n := warned[rule]; n > 0 {
			fmt.Fprintf(t.err, "warning: %s × %s, kept as booked; the first: %s: %v\n", number(int64(n)), rule.ID, first[rule].Event.ID, first[rule])
		}
	}
	return nil
}

func printImport(w io.Writer, r *claim.ImportResult, skipped string) {
	n := counted[int64]
	switch {
	case r.Completed != "":
		fmt.Fprintf(w, "These two files were imported before, completed %s: nothing changed.\n", r.Completed)
		return
	case r.NewClaims+r.NewEvents+r.KnownClaims+r.KnownEvents == 0:
		fmt.Fprintln(w, "Nothing was imported.")
	case r.NewClaims+r.NewEvents == 0:
		fmt.Fprintf(w, "Nothing new: %s and %s were in the journal already. Nothing changed.\n", n(r.KnownClaims, "claim"), n(r.KnownEvents, "event"))
	default:
		fmt.Fprintf(w, "Imported %s and %s", n(r.NewClaims, "new claim"), n(r.NewEvents, "new event"))
		if r.KnownClaims+r.KnownEvents > 0 {
			fmt.Fprintf(w, "; %s and %s were there already", n(r.KnownClaims, "claim"), n(r.KnownEvents, "event"))
		}
		fmt.Fprintln(w, ".")
	}
	if r.Repeated > 0 {
		fmt.Fprintf(w, "Repeating what another line says, and counted once: %s.\n", n(r.Repeated, "line"))
	}
	if r.LeftOut > 0 {
		fmt.Fprintf(w, "Left out: %s, with %s; listed in %s.\n", n(r.LeftOut, "line"), n(r.LeftOutClaims, "claim"), skipped)
	}
}

// listing is a CSV file of findings; none when it has no name.
type listing struct {
	f *os.File
	w *csv.Writer
}

func newListing(path string, header ...string) (*listing, error) {
	if path == "" {
		return &listing{}, nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600) // may hold personal data
	if err != nil {
		return nil, err
	}
	l := &listing{f, csv.NewWriter(f)}
	return l, l.w.Write(header)
}

func (l *listing) add(fields ...string) {
	if l.f != nil {
		l.w.Write(fields)
	}
}

func (l *listing) close() error {
	if l.f == nil {
		return nil
	}
	l.w.Flush()
	if err := l.w.Error(); err != nil {
		l.f.Close()
		return fmt.Errorf("write %s: %w", l.f.Name(), err)
	}
	return l.f.Close()
}
