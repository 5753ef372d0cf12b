package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"balans/exchange/letterdoc"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/recover/letter"
)

func (o *letterOptions) templates(t *terminal) error {
	tw := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "template\tversion\tfrom\tserved\tlaw\tname")
	for _, x := range letter.Templates() {
		served := ""
		if x.Service {
			served = "yes"
		}
		var law []string
		for _, r := range x.Law {
			law = append(law, string(r))
		}
		fmt.Fprintf(tw, "%s\t%d\t%s\t%s\t%s\t%s\n", x.ID, x.Version, x.From, served, strings.Join(law, ", "), x.Name)
	}
	return tw.Flush()
}

// example is the recipient of a preview; the number is a test number published by Skatteverket.
const example = identity.Number(193502017456)

func today() calendar.Date { return calendar.InstantOf(time.Now()).Date() }

func (o *letterOptions) preview(t *terminal, template, file string) error {
	f, on, s, err := o.facts(template, file)
	if err != nil {
		return err
	}
	to := letter.Recipient{Party: example, As: letter.As(o.as)}
	if !slices.Contains([]letter.As{letter.Self, letter.Guardian, letter.Estate}, to.As) {
		return usage("--as is self, guardian or estate, not %q", o.as)
	}
	d, err := letter.Preview(f, to, s, on, o.version)
	if err != nil {
		return err
	}
	return o.print(t, d, file)
}

// facts reads the facts, the day and the sender of a letter.
func (o *letterOptions) facts(template, file string) (f letter.Facts, on calendar.Date, s letter.Sender, err error) {
	on = o.on.orNone()
	if on == calendar.None {
		on = today()
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, on, s, err
	}
	if f, err = letter.Read(template, o.version, on, raw); err != nil {
		return nil, on, s, fmt.Errorf("%s: %w", file, err)
	}
	s = letter.Sender{Name: "Försäkringskassan", Contact: []string{"Hur du når oss (--sender)"}}
	if o.sender == "" {
		return f, on, s, nil
	}
	if raw, err = os.ReadFile(o.sender); err != nil {
		return nil, on, s, err
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	s = letter.Sender{}
	if err := dec.Decode(&s); err != nil {
		return nil, on, s, fmt.Errorf("--sender %s: %w", o.sender, err)
	}
	return f, on, s, nil
}

// print shows the letter in the form that is asked for; read is a file not to be written over.
func (o *letterOptions) print(t *terminal, d *letterdoc.Document, read string) error {
	switch {
	case o.pdf != "":
		if err := refuseOverwrite("pdf", o.pdf, read, o.db.dsn); err != nil {
			return err
		}
		var b bytes.Buffer
		if err := d.PDF(&b); err != nil {
			return err
		}
		if err := os.WriteFile(o.pdf, b.Bytes(), 0o600); err != nil {
			return err
		}
		fmt.Fprintf(t.out, "Written to %s.\n", o.pdf)
	case o.html:
		fmt.Fprintln(t.out, d.HTML())
	default:
		fmt.Fprint(t.out, d.Text())
	}
	return nil
}

// letterLists are the lists by name.
var letterLists = map[string]func(*letter.Letter) bool{
	"waiting": func(*letter.Letter) bool { return true },
	"alarms":  func(l *letter.Letter) bool { return l.Late },
}

func init() {
	for _, s := range letter.States() {
		if !s.Ends() {
			letterLists[s.String()] = func(l *letter.Letter) bool { return l.State == s }
		}
	}
}

// letterRow is a letter in a list. It says nothing of the person.
type letterRow struct {
	ID       string        `json:"id"`
	Template string        `json:"template"`
	Version  int           `json:"version"`
	On       calendar.Date `json:"on"`
	State    string        `json:"state"`
	Late     bool          `json:"late"`
	Code     string        `json:"code,omitempty"`
	Channel  string        `json:"channel,omitempty"`
	Batch    string        `json:"batch,omitempty"`
	Tries    int           `json:"tries"`
	Since    string        `json:"since"`
	Until    string        `json:"until,omitempty"`
}

func rowOf(l *letter.Letter) letterRow {
	r := letterRow{l.ID, l.Template, l.Version, l.On, l.State.String(), l.Late, l.Code, string(l.Channel), l.Batch, l.Tries, l.Since.String(), ""}
	if l.Until != 0 {
		r.Until = l.Until.String()
	}
	return r
}

func (o *letterOptions) list(ctx context.Context, t *terminal, j *journal.Journal, args []string) error {
	name := "waiting"
	if len(args) == 1 {
		name = args[0]
	}
	keep, ok := letterLists[name]
	if !ok {
		return usage("there is no list %q; the lists are waiting, alarms, ordered, held, queued, handed, failed and parked", name)
	}
	waiting, err := letter.Waiting(ctx, j)
	if err != nil {
		return err
	}
	hidden, err := hiddenPersons(ctx, j)
	if err != nil {
		return err
	}
	now := calendar.InstantOf(j.Now())
	rows, kept := []letterRow{}, 0
	for _, w := range waiting {
		l, err := letter.Load(ctx, j, identity.Number(w.Party), w.ID, now)
		if err != nil {
			return err
		}
		switch {
		case !keep(l):
		case hidden(identity.Number(w.Party)):
			kept++
		default:
			rows = append(rows, rowOf(l))
		}
	}
	if o.asJSON {
		return writeJSON(t.out, rows)
	}
	fmt.Fprintf(t.out, "Letters, %s: %s\n\n", name, counted(len(rows), "row"))
	tw := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "letter\ttemplate\tday\tstate (! to look at)\tsince\tby\twhy")
	for _, r := range rows {
		mark := ""
		if r.Late {
			mark = "!"
		}
		fmt.Fprintf(tw, "%s\t%s/%d\t%s\t%s%s\t%.16s\t%s\t%s\n", r.ID, r.Template, r.Version, r.On, r.State, mark, r.Since, r.Channel, r.Code)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	if kept > 0 {
		fmt.Fprintf(t.out, "\nNot listed, because the identity is protected: %s.\n", counted(kept, "letter"))
	}
	return nil
}

func (o *letterOptions) show(ctx context.Context, t *terminal, j *journal.Journal, id string) error {
	b := barrier{o.user, o.purpose, o.protected}
	if err := b.check("user", "a letter"); err != nil {
		return err
	}
	party, err := letter.Find(ctx, j, id)
	if errors.Is(err, letter.ErrUnknown) {
		return fmt.Errorf("there is no letter %q; `balans letter list` shows those that wait", id)
	}
	if err != nil {
		return err
	}
	if _, err := b.pass(ctx, j, "letter.print", letter.Stream(id), party); err != nil {
		return err
	}
	l, err := letter.Load(ctx, j, party, id, calendar.InstantOf(j.Now()))
	if err != nil {
		return err
	}
	if o.pdf != "" || o.html || o.text {
		d, err := l.Document()
		if err != nil {
			return err
		}
		return o.print(t, d, "")
	}
	return showLetter(t, l)
}

// showLetter tells where a letter is, and what happened to it.
func showLetter(t *terminal, l *letter.Letter) error {
	fmt.Fprintf(t.out, "Letter %s of %s, %s/%d, to %s (%s)\n", l.ID, l.On, l.Template, l.Version, l.To.Party.Masked(), l.To.As)
	fmt.Fprintf(t.out, "ordered %s by %s; digest of its words %s\n", l.OrderedAt, l.By, l.Digest)
	if len(l.About) > 0 {
		fmt.Fprintf(t.out, "about %s\n", strings.Join(l.About, ", "))
	}
	fmt.Fprintf(t.out, "It is %s since %s.", l.State, l.Since)
	if l.Code != "" {
		fmt.Fprintf(t.out, " Why: %s.", l.Code)
	}
	if l.Why != "" {
		fmt.Fprintf(t.out, " %s.", strings.TrimSuffix(l.Why, "."))
	}
	if l.Until != 0 {
		fmt.Fprintf(t.out, " Left by time %s.", l.Until)
	}
	fmt.Fprintln(t.out)
	if l.Channel != "" {
		fmt.Fprintf(t.out, "Last by %s %s in %s, try %d.\n", l.Channel, l.Route, l.Batch, l.Tries)
	}
	for _, c := range l.Shut {
		fmt.Fprintf(t.out, "%s does not reach the recipient.\n", c)
	}
	return nil
}
