package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"balans/exchange/lettertext"
	"balans/journal"
	"balans/law/calendar"
	"balans/steer/appropriation"
	"balans/steer/directive"
)

var directiveCommand = command{
	name: "directive", args: "read|check|take|confirm|list|show|compare …", summary: "read the government's appropriation letter, check it, and take it into use",
	long: `  read FILE             what the letter says as tables, JSON, CSV or a check list in Swedish; FILE is text, HTML or PDF
  check FILE|EDITION    every sum, credit, plan, date and reference held against the others
  take FILE             keep a letter in the journal; it is not in use until a person confirms it
  confirm EDITION       take it into use; names what is in doubt, and wants each accepted or the text mended
  list                  the letters that were taken in
  show EDITION          what was read when it was taken in
  compare OLD NEW       what another letter or edition adds, removes and changes; each is a FILE or an EDITION

An edition is named by budget year and number, such as 2025-2. Reading a file touches no database.

  balans directive read regleringsbrev.txt --format checklist > kontrollista.txt
  balans directive check regleringsbrev.pdf --all
  balans directive take regleringsbrev.txt --by karin
  balans directive confirm 2025-1 --by omar       another person than the one who took it in`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &directiveOptions{}
		o.db.flag(fs, "balans-demo.db")
		fs.StringVar(&o.format, "format", "text", "text, json, csv (the items; for check and compare the rows) or checklist")
		fs.BoolVar(&o.all, "all", false, "check: also the checks that hold")
		fs.StringVar(&o.by, "by", "", "take, confirm: the `NAME` of the person")
		fs.Var(&o.from, "from", "confirm: the `DATE` the letter applies from (default: the day of the decision, when it is printed)")
		fs.StringVar(&o.accept, "accept", "", "confirm: the `IDS` of doubts that were looked at and accepted, with commas between them, or all")
		fs.BoolVar(&o.dryRun, "dry-run", false, "take: show what would be kept")
		return o.run
	},
}

type directiveOptions struct {
	db                 database
	format, by, accept string
	from               dateFlag
	all, dryRun        bool
}

func (o *directiveOptions) run(ctx context.Context, t *terminal, args []string) error {
	if len(args) == 0 {
		return usage("directive takes read, check, take, confirm, list, show or compare")
	}
	letter, rows, text := []string{"text", "json", "csv", "checklist"}, []string{"text", "json", "csv"}, []string{"text"}
	verbs := map[string]struct {
		args    int
		formats []string
		run     func(context.Context, *terminal, []string) error
	}{"read": {1, letter, o.read}, "show": {1, letter, o.show}, "check": {1, rows, o.check}, "compare": {2, rows, o.compare},
		"take": {1, text, o.take}, "confirm": {1, text, o.confirm}, "list": {0, text, o.list}}
	verb, ok := verbs[args[0]]
	if !ok {
		return usage("directive takes read, check, take, confirm, list, show or compare, not %q", args[0])
	}
	if len(args)-1 != verb.args {
		return usage("directive %s takes %s, not %d", args[0], counted(verb.args, "argument"), len(args)-1)
	}
	if !slices.Contains(verb.formats, o.format) {
		return usage("--format of directive %s is %s, not %q", args[0], strings.Join(verb.formats, ", "), o.format)
	}
	return verb.run(ctx, t, args[1:])
}

// fromFile reads a letter from a file and says what was mended in its text.
func fromFile(t *terminal, path string) (*directive.Letter, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	l, d, err := directive.ReadFile(filepath.Base(path), data)
	if err != nil {
		return nil, err
	}
	tellMended(t, path, d.Mended)
	return l, nil
}

func tellMended(t *terminal, path string, mended []lettertext.Mended) {
	for i, m := range mended {
		if i == 20 {
			fmt.Fprintf(t.err, "… and %d more things mended in the text\n", len(mended)-i)
			break
		}
		fmt.Fprintf(t.err, "%s:%d: %s\n", filepath.Base(path), m.Line, m.What)
	}
}

// letter is a file's, or that of an edition when no file is called so.
func (o *directiveOptions) letter(ctx context.Context, t *terminal, name string) (*directive.Letter, error) {
	if _, err := os.Stat(name); err == nil || !isEdition(name) {
		return fromFile(t, name)
	}
	e, err := o.edition(ctx, name)
	if err != nil {
		return nil, err
	}
	return e.Letter, nil
}

// isEdition tells 2025-1 from the name of a file.
func isEdition(name string) bool {
	year, number, ok := strings.Cut(name, "-")
	_, err := strconv.Atoi(number)
	return ok && len(year) == 4 && err == nil
}

func (o *directiveOptions) edition(ctx context.Context, id string) (*directive.Edition, error) {
	j, err := o.db.open(ctx, false)
	if err != nil {
		return nil, err
	}
	defer j.Close()
	all, err := directive.Editions(ctx, j)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(e directive.Edition) bool { return e.ID == id })
	if i < 0 {
		return nil, fmt.Errorf("there is no file and no edition %q in %s; `balans directive list` shows the editions", id, j.Name())
	}
	return &all[i], nil
}

func (o *directiveOptions) read(_ context.Context, t *terminal, args []string) error {
	l, err := fromFile(t, args[0])
	if err != nil {
		return err
	}
	return o.write(t.out, l)
}

func (o *directiveOptions) show(ctx context.Context, t *terminal, args []string) error {
	e, err := o.edition(ctx, args[0])
	if err != nil {
		return err
	}
	return o.write(t.out, e.Letter)
}

func (o *directiveOptions) write(w io.Writer, l *directive.Letter) error {
	switch o.format {
	case "json":
		return directive.WriteJSON(w, l)
	case "csv":
		return directive.WriteCSV(w, l)
	case "checklist":
		return directive.WriteChecklist(w, l)
	}
	if err := directive.WriteText(w, l); err != nil {
		return err
	}
	held, broken, open := 0, 0, 0
	for _, f := range directive.Check(l) {
		switch f.Verdict {
		case directive.Holds:
			held++
		case directive.DoesNotHold:
			broken++
		default:
			open++
		}
	}
	_, err := fmt.Fprintf(w, "\n%d checks: %d hold, %d do not, %d cannot be decided; `balans directive check` tells them.\n", held+broken+open, held, broken, open)
	return err
}

func (o *directiveOptions) check(ctx context.Context, t *terminal, args []string) error {
	l, err := o.letter(ctx, t, args[0])
	if err != nil {
		return err
	}
	findings := directive.Check(l)
	shown := findings
	if !o.all {
		shown = slices.DeleteFunc(slices.Clone(findings), func(f directive.Finding) bool { return f.Verdict == directive.Holds })
	}
	switch o.format {
	case "json":
		enc := json.NewEncoder(t.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", " ")
		return enc.Encode(shown)
	case "csv":
		cw := csv.NewWriter(t.out)
		cw.Comma = ';'
		cw.Write([]string{"id", "verdict", "weight", "lines", "finding", "reading", "law"})
		for _, f := range shown {
			cw.Write([]string{f.ID, string(f.Verdict), string(f.Weight), lineList(f.Lines), f.Says[1], f.Reading[1], f.Law})
		}
		cw.Flush()
		return cw.Error()
	}
	printFindings(t.out, shown, findings)
	return nil
}

func printFindings(w io.Writer, shown, all []directive.Finding) {
	count := map[directive.Verdict]int{}
	for _, f := range all {
		count[f.Verdict]++
	}
	for _, f := range shown {
		fmt.Fprintf(w, "%s (%s)  %s", f.Verdict, f.Weight, f.ID)
		if len(f.Lines) > 0 {
			fmt.Fprintf(w, "  line %s", lineList(f.Lines))
		}
		fmt.Fprintf(w, "\n    %s\n", f.Says[1])
		if f.Reading[1] != "" {
			fmt.Fprintf(w, "    %s\n", f.Reading[1])
		}
		if f.Law != "" {
			fmt.Fprintf(w, "    %s [%s]\n", f.Law, f.Mark)
		}
	}
	fmt.Fprintf(w, "\n%d checks: %d hold, %d do not, %d cannot be decided.\n", len(all), count[directive.Holds], count[directive.DoesNotHold], count[directive.Undecidable])
}

func lineList(lines []int) string {
	var s []string
	for _, n := range lines {
		s = append(s, strconv.Itoa(n))
	}
	return strings.Join(s, ", ")
}

func (o *directiveOptions) take(ctx context.Context, t *terminal, args []string) error {
	if strings.TrimSpace(o.by) == "" {
		return usage("--by is to name who takes the letter in")
	}
	data, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	if _, _, err := directive.ReadFile(filepath.Base(args[0]), data); err != nil {
		return err // before a new journal is made for it
	}
	j, err := o.db.open(ctx, !o.dryRun) // an agency may begin with its letter
	if err != nil {
		return err
	}
	defer j.Close()
	before, err := directive.Editions(ctx, j)
	if err != nil {
		return err
	}
	e, err := directive.TakeIn(ctx, j, filepath.Base(args[0]), data, directive.Entry{Actor: o.by, Cause: "balans directive take"}, o.dryRun)
	if err != nil {
		return err
	}
	tellMended(t, args[0], e.Mended)
	what := "Took in"
	if o.dryRun {
		what = "Would take in"
	}
	fmt.Fprintf(t.out, "%s edition %s: %s. It is not in use until it is confirmed.\nThe journal is %s.\n", what, e.ID, e.Letter.Title, j.Name())
	if doubts := directive.Doubts(e.Letter); len(doubts) > 0 {
		fmt.Fprintf(t.out, "\nIn doubt, to be looked at:\n")
		for _, d := range doubts {
			fmt.Fprintf(t.out, "  %s: %s\n", d.ID, d.Says)
		}
	}
	if old := latest(before, e.Letter.Year); old != nil {
		fmt.Fprintf(t.out, "\nAgainst edition %s:\n", old.ID)
		return writeChanges(t.out, directive.Compare(old.Letter, e.Letter))
	}
	return nil
}

// latest is the confirmed edition of a year that the new one would follow.
func latest(all []directive.Edition, year int) *directive.Edition {
	var found *directive.Edition
	for i := range all {
		if e := &all[i]; e.Letter.Year == year && e.Confirmed != 0 && (found == nil || e.From >= found.From) {
			found = e
		}
	}
	return found
}

func (o *directiveOptions) confirm(ctx context.Context, t *terminal, args []string) error {
	if strings.TrimSpace(o.by) == "" {
		return usage("--by is to name who confirms the letter")
	}
	j, err := o.db.open(ctx, false)
	if err != nil {
		return err
	}
	defer j.Close()
	accepted, err := o.accepted(ctx, j, args[0])
	if err != nil {
		return err
	}
	from := calendar.None
	if o.from.set {
		from = o.from.Date
	}
	e, err := directive.Confirm(ctx, j, args[0], from, accepted, directive.Entry{Actor: o.by, Cause: "balans directive confirm"})
	var doubt *directive.DoubtError
	switch {
	case errors.As(err, &doubt):
		return fmt.Errorf("%w (--accept ID,ID or --accept all)", err)
	case errors.Is(err, directive.ErrNoEdition):
		return fmt.Errorf("%w; `balans directive list` shows the editions", err)
	case errors.Is(err, directive.ErrNoDay):
		return fmt.Errorf("%w (--from DATE)", err)
	case err != nil:
		return err
	}
	fmt.Fprintf(t.out, "Edition %s is in use from %s, confirmed by %s", e.ID, e.From, e.ConfirmedBy)
	if len(accepted) > 0 {
		fmt.Fprintf(t.out, "; accepted: %s", strings.Join(accepted, ", "))
	}
	fmt.Fprintln(t.out, ".")
	return passedLimits(ctx, t, j, o.db, e)
}

// passedLimits tells which limits the letter that has come into use leaves passed by what
// is booked already: 9 § anslagsförordningen wants the government told.
func passedLimits(ctx context.Context, t *terminal, j *journal.Journal, db database, e *directive.Edition) error {
	a := appropriationOptions{db: db}
	s, facts, err := a.sources(ctx, t, j)
	if err != nil || len(facts.Bookings) == 0 {
		return err
	}
	now := calendar.InstantOf(j.Now())
	b, err := appropriation.Build(facts, s, now)
	if err != nil {
		return err
	}
	limits, err := b.Limits(e.Letter.Year, max(e.From, min(now.Date(), calendar.New(e.Letter.Year, 12, 31))))
	if err != nil {
		return err
	}
	for i := range limits {
		if l := &limits[i]; l.Level == appropriation.Over {
			fmt.Fprintf(t.out, "PASSED by what is booked already: %s, %s kronor used of %s (line %d)\n", l.ID, l.Used.Kronor(), l.Amount.Amount.Kronor(), l.Line)
		}
	}
	return nil
}

// accepted is the doubts that the person accepts; "all" names those of the letter one by
// one, so that the journal tells which they were.
func (o *directiveOptions) accepted(ctx context.Context, j *journal.Journal, id string) ([]string, error) {
	text := strings.TrimSpace(o.accept)
	all, err := directive.Editions(ctx, j)
	i := slices.IndexFunc(all, func(e directive.Edition) bool { return e.ID == id })
	if err != nil || i < 0 || text == "" {
		return nil, err
	}
	var known []string
	for _, d := range directive.Doubts(all[i].Letter) {
		known = append(known, d.ID)
	}
	if text == "all" {
		return known, nil
	}
	return splitDoubts(text, known)
}

// splitDoubts finds the ids of doubts in a list with commas between them. An id may itself
// hold a comma, as the names of fee-based activities do, so the ids there are decide.
func splitDoubts(text string, known []string) (list []string, err error) {
	for text = strings.Trim(text, ", "); text != ""; text = strings.TrimLeft(text, ", ") {
		found, length := "", 0
		for _, id := range known {
			word := strings.TrimSpace(id)
			rest, ok := strings.CutPrefix(text, word)
			if rest = strings.TrimLeft(rest, " "); ok && len(word) > length && (rest == "" || rest[0] == ',') {
				found, length = id, len(word)
			}
		}
		if length == 0 {
			first, _, _ := strings.Cut(text, ",")
			return nil, usage("--accept: nothing of the letter that is in doubt is called %q; in doubt are: %s", first, cmp.Or(strings.Join(known, "; "), "nothing"))
		}
		list, text = append(list, found), text[length:]
	}
	return list, nil
}

func (o *directiveOptions) list(ctx context.Context, t *terminal, _ []string) error {
	j, err := o.db.open(ctx, false)
	if err != nil {
		return err
	}
	defer j.Close()
	all, err := directive.Editions(ctx, j)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		_, err := fmt.Fprintf(t.out, "No letter has been taken into %s; `balans directive take FILE` does.\n", j.Name())
		return err
	}
	tw := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "edition\tagency\tapplies from\tconfirmed\tby\ttaken in\tfile")
	for i := range all {
		e := &all[i]
		confirmed := "not confirmed"
		if e.Confirmed != 0 {
			confirmed = e.Confirmed.Date().String()
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", e.ID, e.Letter.Agency, dayText(e.From), confirmed, e.ConfirmedBy, e.TakenIn.Date(), e.Source)
	}
	return tw.Flush()
}

func (o *directiveOptions) compare(ctx context.Context, t *terminal, args []string) error {
	older, err := o.letter(ctx, t, args[0])
	if err != nil {
		return err
	}
	newer, err := o.letter(ctx, t, args[1])
	if err != nil {
		return err
	}
	changes := directive.Compare(older, newer)
	switch o.format {
	case "json":
		enc := json.NewEncoder(t.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", " ")
		return enc.Encode(changes)
	case "csv":
		cw := csv.NewWriter(t.out)
		cw.Comma = ';'
		cw.Write([]string{"part", "change", "what", "field", "old_line", "old", "new_line", "new"})
		for i := range changes {
			c := &changes[i]
			cw.Write([]string{string(c.Part), string(c.Kind), c.Key(), c.Field, strconv.Itoa(c.Old.Line), c.Old.Value, strconv.Itoa(c.New.Line), c.New.Value})
		}
		cw.Flush()
		return cw.Error()
	}
	if err := writeChanges(t.out, changes); err != nil {
		return err
	}
	earlier := newer.Earlier
	if older.Year != newer.Year { // within a year they are the same assignments
		earlier = slices.Concat(older.Assignments, earlier)
	}
	links, unsearched := directive.LinkSuccessors(newer, earlier)
	if len(unsearched) > 0 {
		fmt.Fprintf(t.out, "\nFor %s given earlier no later one was looked for: the lists are too long.\n", counted(len(unsearched), "assignment"))
	}
	if len(links) > 0 {
		fmt.Fprintln(t.out, "\nAssignments that seem to continue earlier ones:")
	}
	for _, s := range links {
		fmt.Fprintf(t.out, "  %s (line %d) continues %s: %s\n", s.To.Title, s.To.Line, s.From.Title, s.Why[1])
	}
	return nil
}

// writeChanges writes what differs, part by part, with both lines.
func writeChanges(w io.Writer, changes []directive.Change) error {
	if len(changes) == 0 {
		_, err := fmt.Fprintln(w, "Nothing differs.")
		return err
	}
	for i := range changes {
		c := &changes[i]
		switch c.Kind {
		case directive.Added:
			fmt.Fprintf(w, "+ %s %s  (line %d)  %s\n", c.Part, c.Key(), c.New.Line, oneLine(c.New.Value, c.Key()))
		case directive.Removed:
			fmt.Fprintf(w, "- %s %s  (line %d)  %s\n", c.Part, c.Key(), c.Old.Line, oneLine(c.Old.Value, c.Key()))
		default:
			fmt.Fprintf(w, "~ %s, %s  (line %d, now %d)\n    was %s\n    is  %s\n", strings.TrimSpace(string(c.Part)+" "+c.Key()), c.Field, c.Old.Line, c.New.Line, oneLine(c.Old.Value, ""), oneLine(c.New.Value, ""))
		}
	}
	_, err := fmt.Fprintf(w, "%s.\n", counted(len(changes), "difference"))
	return err
}

// oneLine shortens a value for one line, and leaves it out where it only repeats a name.
func oneLine(s, name string) string {
	if s == name {
		return ""
	}
	if r := []rune(s); len(r) > 160 {
		return string(r[:159]) + "…"
	}
	return s
}
