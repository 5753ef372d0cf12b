package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"balans/exchange/rows"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/register"
)

// printRegisterReceipt tells what became of a file; errProblems says that something was
// set aside.
func printRegisterReceipt(t *terminal, r *register.Receipt) error {
	w := t.out
	if r.Already != 0 {
		fmt.Fprintf(w, "%s was already taken in on %s: nothing changed.\n", r.File, r.Already.Date())
		return nil
	}
	what := "Taken in"
	if r.DryRun {
		what = "Nothing is written; it would be taken in"
	}
	fmt.Fprintf(w, "%s: %s (%s), %s", what, r.File, r.Format, counted(r.Held, "record"))
	if r.Derived > 0 {
		fmt.Fprintf(w, " and %s that has come in", counted(r.Derived, "employer's month"))
	}
	fmt.Fprintf(w, "; persons and employers with something new: %s.\n", number(int64(r.Parties)))
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tab, "\tnew\treplacing\twithdrawing\tduplicates\t")
	for _, k := range register.Kinds() {
		if c, ok := r.Counts[k]; ok {
			fmt.Fprintf(tab, "%s\t%d\t%d\t%d\t%d\t\n", k, c.New, c.Replacing, c.Withdrawing, c.Duplicate)
		}
	}
	if err := tab.Flush(); err != nil {
		return err
	}
	if r.Elsewhere > 0 {
		fmt.Fprintf(w, "Of the ordinary intake, and not taken in here: %s.\n", counted(r.Elsewhere, "record"))
	}
	printAside(w, r)
	for _, d := range r.Interrupted {
		fmt.Fprintf(t.err, "WARNING: %s was begun on %s and not completed: what it tells is known in part. Take it in again.\n", d.File, d.Begun.Date())
	}
	if r.AsideCount > 0 || len(r.Aside) > 0 {
		return errProblems
	}
	return nil
}

// printAside tells what was not taken in, and what an AGI file has that is not read.
func printAside(w io.Writer, r *register.Receipt) {
	if r.AsideCount > 0 || len(r.Aside) > 0 {
		fmt.Fprintf(w, "Set aside: %s", counted(r.AsideCount, "record"))
		if r.ProtectedCount > 0 {
			fmt.Fprintf(w, ", %d of them because an identity is protected", r.ProtectedCount)
		}
		fmt.Fprintln(w, ".")
		for _, a := range r.Aside {
			field := ""
			if a.Field != "" {
				field = a.Field + " is "
			}
			fmt.Fprintf(w, "  line %d: %s%q; expected %s\n", a.Line, field, a.Found, a.Expected)
		}
		if len(r.Aside) == register.MaxAside {
			fmt.Fprintln(w, "  … more are not told here; mend these first")
		}
	}
	if r.AGI == nil {
		return
	}
	for _, l := range r.AGI.LeftAside {
		fmt.Fprintf(w, "Not read: %s × %d, the first on line %d\n", l.Name, l.Count, l.Line)
	}
	if r.AGI.LeftOthers > 0 {
		fmt.Fprintf(w, "Not read: %s more of other names\n", counted(r.AGI.LeftOthers, "element"))
	}
}

func printDeliveries(w io.Writer, all []register.Delivery) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tab, "begun\tcompleted\tform\tfile\tby\tfacts written\tset aside\tdelivery")
	for i := range all {
		d := &all[i]
		completed, written := "NOT COMPLETED", ""
		if d.Completed != 0 {
			n := 0
			for _, c := range d.Counts {
				n += c.Written()
			}
			completed, written = d.Completed.Date().String(), number(int64(n))
		}
		fmt.Fprintf(tab, "%s\t%s\t%s\t%s\t%s\t%s\t%d\t%s\n", d.Begun.Date(), completed, d.Format, d.File, d.By, written, d.Aside, d.ID)
	}
	return tab.Flush()
}

// deliveryJSON is the shape of a delivery in JSON.
type deliveryJSON struct {
	Delivery  string                    `json:"delivery"`
	File      string                    `json:"file"`
	Format    register.Format           `json:"format"`
	SHA256    string                    `json:"sha256"`
	Bytes     int64                     `json:"bytes"`
	By        string                    `json:"by"`
	Begun     calendar.Instant          `json:"begun"`
	Completed *calendar.Instant         `json:"completed"` // null: it was interrupted, or is under way
	Counts    map[string]register.Count `json:"counts,omitempty"`
	Aside     int                       `json:"aside"`
	Parties   int                       `json:"parties"`
}

func deliveriesJSON(all []register.Delivery) []deliveryJSON {
	out := []deliveryJSON{}
	for i := range all {
		d := &all[i]
		x := deliveryJSON{Delivery: d.ID, File: d.File, Format: d.Format, SHA256: d.SHA256, Bytes: d.Bytes, By: d.By, Begun: d.Begun, Aside: d.Aside, Parties: d.Parties}
		if d.Completed != 0 {
			x.Completed, x.Counts = &d.Completed, map[string]register.Count{}
		}
		for k, c := range d.Counts {
			x.Counts[k.String()] = c
		}
		out = append(out, x)
	}
	return out
}

// personShown is a person's facts as they are shown: the live ones, or every version. People
// are masked; of one whose identity is protected nothing stands that can tell who the
// person is or where to be found.
type personShown struct {
	*register.Person
	history, protected bool
}

// versions is the facts of a kind that are shown.
func (p personShown) versions(k register.Kind) []register.Version {
	all := versionsOf(p.Person, k, p.history)
	for i := range all {
		if !p.protected {
			break
		}
		if all[i].Text = ""; k == register.Phone || k == register.Name || k == register.Population && all[i].Status != register.Guardian {
			all[i].Other = ""
		}
	}
	return all
}

// print shows the facts kind by kind.
func (p personShown) print(w io.Writer) error {
	fmt.Fprintf(w, "%s, as known at %s\n", p.Party.Masked(), p.KnownAt)
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	lines := 0
	for _, k := range register.Kinds() {
		for _, v := range p.versions(k) {
			if lines++; lines == 1 {
				fmt.Fprintln(tab, "kind\tdays\twhat\tsource\tknown\tstands")
			}
			stands := v.State.String()
			if v.Until != 0 {
				stands += " " + v.Until.Date().String()
			}
			fmt.Fprintf(tab, "%s\t%s\t%s\t%s\t%s\t%s\n", k, v.Days(), toldText(&v.Fact), v.Source, v.Known.Date(), stands)
		}
	}
	if lines == 0 {
		fmt.Fprintln(tab, "Nothing has been told.")
	}
	return tab.Flush()
}

// versionsOf is the live facts of a kind as versions, or all versions.
func versionsOf(p *register.Person, k register.Kind, history bool) []register.Version {
	var all []register.Version
	if history {
		return p.History(k)
	}
	for _, f := range p.Facts(k) {
		all = append(all, register.Version{Fact: f})
	}
	return all
}

// maskedOther is the field other without what tells who a person is.
func maskedOther(f *register.Fact) string {
	if f.Kind == register.Account || f.Kind == register.Phone {
		return f.Other
	}
	return rows.Masked(f.Other)
}

// toldText is what a fact says beside its days.
func toldText(f *register.Fact) string {
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	add(f.Status)
	add(maskedOther(f))
	if f.Employer != identity.None {
		add("employer " + f.Employer.Masked())
	}
	if f.Kind == register.Absence {
		add("declared for " + f.Period.String()[:7])
	}
	if f.Amount != 0 || !f.Withdrawn && (f.Kind == register.Income || f.Kind == register.Foreign || f.Kind == register.SGI) {
		add(strings.ReplaceAll(f.Amount.Kronor(), "\u00a0", " ") + " kr")
	}
	if f.Benefits != 0 {
		add("benefits " + strings.ReplaceAll(f.Benefits.Kronor(), "\u00a0", " ") + " kr")
	}
	if f.Extent != 0 {
		add(decimals(f.Extent) + " %")
	}
	if f.Hours != 0 {
		add(decimals(f.Hours) + " h")
	}
	add(f.Text)
	return strings.Join(parts, ", ")
}

// decimals is a number with the decimals it needs.
func decimals(v int32) string {
	s := strconv.Itoa(int(v / 100))
	if rest := v % 100; rest != 0 {
		s += strings.TrimRight(fmt.Sprintf(",%02d", rest), "0")
	}
	return s
}

// The shape of a person's facts in JSON. Amounts are öre, extent hundredths of a percent
// of full time, hours hundredths of an hour; what is not stated is left out. People are
// masked.
type (
	registerJSON struct {
		Party   string           `json:"party"`
		KnownAt calendar.Instant `json:"known_at"`
		Facts   []factJSON       `json:"facts"`
	}
	factJSON struct {
		Kind      string            `json:"kind"`
		Source    string            `json:"source"`
		ID        string            `json:"id"`
		From      calendar.Date     `json:"from"`
		To        *calendar.Date    `json:"to"` // null: open
		Period    string            `json:"period,omitempty"`
		Status    string            `json:"status,omitempty"`
		Other     string            `json:"other,omitempty"`
		Employer  string            `json:"employer,omitempty"`
		Amount    money.Amount      `json:"amount_ore,omitempty"`
		Benefits  money.Amount      `json:"benefits_ore,omitempty"`
		Extent    int32             `json:"extent,omitempty"`
		Hours     int32             `json:"hours,omitempty"`
		Text      string            `json:"text,omitempty"`
		Withdrawn bool              `json:"withdrawn,omitempty"`
		Delivery  string            `json:"delivery"`
		Known     calendar.Instant  `json:"known"`
		State     string            `json:"state"`
		Until     *calendar.Instant `json:"until,omitempty"`
	}
)

func (p personShown) json(w io.Writer) error {
	out := registerJSON{Party: p.Party.Masked(), KnownAt: p.KnownAt, Facts: []factJSON{}}
	for _, k := range register.Kinds() {
		for _, v := range p.versions(k) {
			f := factJSON{Kind: k.String(), Source: v.Source, ID: rows.Masked(v.ID), From: v.From, Status: v.Status, Other: maskedOther(&v.Fact), Employer: v.Employer.Masked(),
				Amount: v.Amount, Benefits: v.Benefits, Extent: v.Extent, Hours: v.Hours, Text: rows.Masked(v.Text), Withdrawn: v.Withdrawn, Delivery: v.Delivery,
				Known: v.Known, State: v.State.String()}
			if v.To != calendar.None {
				f.To = &v.To
			}
			if v.Period != calendar.None {
				f.Period = v.Period.String()[:7]
			}
			if v.Until != 0 {
				f.Until = &v.Until
			}
			out.Facts = append(out.Facts, f)
		}
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
