package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"balans/law/calendar"
	"balans/prevent/benefit"
	"balans/prevent/notice"
)

// The shape of the JSON. Days are YYYY-MM-DD; what is not known is null.
type (
	noticeJSON struct {
		Notice       string           `json:"notice"`
		On           calendar.Date    `json:"on"`
		Person       string           `json:"person,omitempty"` // masked; of show only
		Circumstance string           `json:"circumstance"`
		State        notice.State     `json:"state"`
		Received     calendar.Date    `json:"received"`
		TrueFrom     *calendar.Date   `json:"true_from"`
		LearntOn     *calendar.Date   `json:"learnt_on"`
		Source       notice.Source    `json:"source"`
		Channel      notice.Channel   `json:"channel"`
		Sender       string           `json:"sender,omitempty"`
		Details      string           `json:"details,omitempty"` // of show only
		LastDay      *calendar.Date   `json:"last_report_day"`
		Duty         notice.Duty      `json:"duty"`
		LateDays     int              `json:"late_days"`
		Parts        []noticePartJSON `json:"parts"`
		NotReached   []untouchedJSON  `json:"not_reached,omitempty"`
	}
	noticePartJSON struct {
		Benefit    benefit.Code    `json:"benefit"`
		Action     notice.Action   `json:"action,omitempty"`
		Law        []string        `json:"law,omitempty"`
		Confidence string          `json:"confidence,omitempty"`
		Reached    calendar.Date   `json:"reached"`
		Placed     bool            `json:"placed,omitempty"`
		Lifted     *calendar.Date  `json:"lifted,omitempty"`
		Counts     notice.Rule     `json:"counts"`
		CountsFrom *calendar.Date  `json:"counts_from"`
		NextPay    *calendar.Date  `json:"next_payment"`
		Payment    notice.Payment  `json:"payment"`
		AnswerBy   *calendar.Date  `json:"answer_by"`
		Taken      *calendar.Date  `json:"taken"`
		Answered   *calendar.Date  `json:"answered"`
		Outcome    *notice.Outcome `json:"outcome"`
		Decision   string          `json:"decision,omitempty"`
		EffectFrom *calendar.Date  `json:"effect_from,omitempty"`
		LateDays   int             `json:"late_days"`
	}
	untouchedJSON struct {
		Benefit benefit.Code  `json:"benefit"`
		Why     notice.Reason `json:"why"`
	}
)

// noticeAsJSON is a notice without what tells who the person is, and what was said.
func noticeAsJSON(n *notice.Notice) noticeJSON {
	v := noticeJSON{Notice: n.ID, On: n.On, Circumstance: n.Stated.Circumstance, State: n.State, Received: n.ReceivedOn, TrueFrom: orNull(n.Stated.TrueFrom),
		LearntOn: orNull(n.Stated.LearntOn), Source: n.Received.Source, Channel: n.Received.Channel, Sender: n.Received.Sender,
		LastDay: orNull(n.LastReportDay), Duty: n.Duty, LateDays: n.LateDays, Parts: []noticePartJSON{}}
	for _, p := range n.Parts {
		one := noticePartJSON{Benefit: p.Benefit, Reached: p.ReachedOn, Placed: p.Placed, Lifted: orNull(p.Lifted), Counts: p.Since.Rule, CountsFrom: orNull(p.Since.Day),
			NextPay: orNull(p.Engagement.NextPayment), Payment: p.Payment, AnswerBy: orNull(p.AnswerBy), LateDays: p.Late(n.On)}
		if p.HasEffect {
			one.Action, one.Law, one.Confidence = p.Effect.Action, p.Effect.Law, p.Effect.Confidence.String()
		}
		if p.Taken != nil {
			one.Taken = orNull(p.Taken.On)
		}
		if a := p.Answer; a != nil {
			one.Answered, one.Outcome, one.Decision, one.EffectFrom = orNull(a.On), &a.Outcome, a.Decision, orNull(a.EffectFrom)
		}
		v.Parts = append(v.Parts, one)
	}
	for _, u := range n.Untouched {
		v.NotReached = append(v.NotReached, untouchedJSON{u.Engagement.Benefit, u.Why})
	}
	return v
}

// orNull is the day, or nothing.
func orNull(d calendar.Date) *calendar.Date {
	if d == calendar.None {
		return nil
	}
	return &d
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

func writeNoticeJSON(w io.Writer, n *notice.Notice) error {
	v := noticeAsJSON(n)
	v.Person, v.Details = n.Party.Masked(), n.Stated.Details
	return writeJSON(w, v)
}

func writeNoticeText(w io.Writer, n *notice.Notice) error {
	c, _ := notice.CircumstanceOf(n.Stated.Circumstance)
	fmt.Fprintf(w, "Notice %s as of %s: %s\n%s (%s), about %s\n", n.ID, n.On, n.State, c.NameEn, c.Code, n.Party.Masked())
	from := n.Received.Source.Text(notice.English)
	if n.Received.Sender != "" {
		from += ", " + n.Received.Sender
	}
	fmt.Fprintf(w, "received %s from %s by %s; true from %s; learnt on %s\n", n.ReceivedOn, from, n.Received.Channel.Text(notice.English),
		dayOr(n.Stated.TrueFrom, "a day not known"), dayOr(n.Stated.LearntOn, "a day not known"))
	if n.Stated.Details != "" {
		fmt.Fprintf(w, "said: %s\n", n.Stated.Details)
	}
	late := ""
	if n.LateDays > 0 {
		late = ", " + counted(n.LateDays, "day") + " late"
	}
	fmt.Fprintf(w, "to be reported by %s (SFB 110:47): %s%s\n\n", dayOr(n.LastReportDay, "a day not known"), n.Duty.Text(notice.English), late)
	printReached(w, n)
	fmt.Fprintln(w, "\nrecorded:")
	for _, f := range n.Facts {
		mark := ""
		if f.Struck != 0 {
			mark = fmt.Sprintf("  (struck by %d)", f.Struck)
		}
		if f.Loose != "" {
			mark = "  (has no place: " + f.Loose + ")"
		}
		fmt.Fprintf(w, "  %d  %s  %s, by %s%s\n", f.Event, f.On, f.Text(notice.English), f.Actor, mark)
	}
	return nil
}

// printReached tells what each benefit has with a notice, and which were not reached.
func printReached(w io.Writer, n *notice.Notice) {
	if len(n.Parts) > 0 {
		tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintln(tw, "benefit\tis to\tlaw\tcounts from\tanswer by\tnext payment\tdone")
		for _, p := range n.Parts {
			action, law := "decided by a person", ""
			if p.HasEffect {
				action, law = p.Effect.Action.Text(notice.English), strings.Join(p.Effect.Law, ", ")+" "+p.Effect.Confidence.String()
			}
			fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", p.Benefit, action, law, dayOr(p.Since.Day, p.Since.Rule.Text(notice.English)),
				dayOr(p.AnswerBy, "not known"), dayOr(p.Engagement.NextPayment, "not known"), partDone(n, p))
		}
		tw.Flush()
	}
	for _, u := range n.Untouched {
		fmt.Fprintf(w, "not reached: %s: %s\n", u.Engagement.Benefit, u.Why.Text(notice.English))
	}
}

// partDone is what a benefit has done.
func partDone(n *notice.Notice, p *notice.Part) string {
	switch {
	case p.Lifted != calendar.None:
		return "not concerned, as corrected " + p.Lifted.String()
	case p.Answer != nil:
		return fmt.Sprintf("%s %s, %s", p.Answer.Outcome, p.Answer.On, p.Payment.Text(notice.English))
	case p.Taken != nil && p.Late(n.On) > 0:
		return fmt.Sprintf("taken %s by %s, %s late", p.Taken.On, p.Taken.Actor, counted(p.Late(n.On), "day"))
	case p.Taken != nil:
		return fmt.Sprintf("taken %s by %s", p.Taken.On, p.Taken.Actor)
	case p.Late(n.On) > 0:
		return "waiting, " + counted(p.Late(n.On), "day") + " late"
	}
	return "waiting"
}

// noticeLists is what list takes.
var noticeLists = map[string]notice.Filter{
	"open": {States: []notice.State{notice.ToPlace, notice.Waiting, notice.UnderWay}}, "to-place": {States: []notice.State{notice.ToPlace}}, "late": {Late: true},
	"answered": {States: []notice.State{notice.Answered}}, "ended": {States: []notice.State{notice.Withdrawn, notice.Closed}}, "all": {},
}

func (o *noticeOptions) list(ctx context.Context, t *terminal, all []*notice.Notice, who *hidden, args []string) error {
	name := "open"
	if len(args) == 1 {
		name = args[0]
	}
	f, ok := noticeLists[name]
	if !ok {
		return usage("there is no list %q; the lists are open, to-place, late, answered, ended and all", name)
	}
	if f.Circumstance = o.circumstance; f.Circumstance != "" {
		if _, ok := notice.CircumstanceOf(f.Circumstance); !ok {
			return usage("--circumstance: there is no %q; `balans notice circumstances` lists them", f.Circumstance)
		}
	}
	if o.benefit != "" {
		if f.Benefit, ok = benefit.Parse(o.benefit); !ok {
			return usage("--benefit: there is no %q; `balans help benefits` lists them", o.benefit)
		}
	}
	chosen, kept := []*notice.Notice(nil), 0
	for _, n := range f.Of(all) {
		switch is, err := who.any(ctx, n.Party); {
		case err != nil:
			return err
		case is:
			kept++
		default:
			chosen = append(chosen, n)
		}
	}
	if f.Circumstance != "" || f.Benefit.IsKnown() { // how many there are would tell what they are about
		kept = 0
	}
	if o.asJSON {
		list := []noticeJSON{}
		for _, n := range chosen {
			list = append(list, noticeAsJSON(n))
		}
		return writeJSON(t.out, list)
	}
	fmt.Fprintf(t.out, "Notices, %s, as of %s: %s\n\n", name, o.on.Date, counted(len(chosen), "row"))
	tw := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "notice\treceived\tdays\tcircumstance\tstate\tbenefits (! answered, * taken)")
	for _, n := range chosen {
		fmt.Fprintf(tw, "%s\t%s\t%d\t%s\t%s\t%s\n", n.ID, n.ReceivedOn, n.Age(), n.Stated.Circumstance, n.State, strings.Join(marked(n), " "))
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	if kept > 0 {
		fmt.Fprintf(t.out, "\nNot listed, because the identity is protected: %s.\n", counted(kept, "notice"))
	}
	return nil
}

// marked is the benefits a notice reached, with how far each has come.
func marked(n *notice.Notice) (list []string) {
	for _, p := range n.Parts {
		switch {
		case p.Lifted != calendar.None:
		case p.Answer != nil:
			list = append(list, p.Benefit.String()+"!")
		case p.Taken != nil:
			list = append(list, p.Benefit.String()+"*")
		default:
			list = append(list, p.Benefit.String())
		}
	}
	return list
}

func (o *noticeOptions) followUp(t *terminal, all []*notice.Notice) error {
	period := calendar.Period{From: o.on.Date.FirstOfYear(), To: o.on.Date}
	if o.from.set {
		period.From = o.from.Date
	}
	if o.to.set {
		period.To = o.to.Date
	}
	if period.IsEmpty() {
		return usage("--to %s is before --from %s", period.To, period.From)
	}
	f := notice.FollowUp(all, period, o.on.Date)
	if o.asJSON {
		return writeJSON(t.out, f)
	}
	fmt.Fprintf(t.out, "Notices received %s to %s, as of %s. Days are calendar days; median and 90 %% are nearest ranks.\n\n", period.From, period.To, f.On)
	tw := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "circumstance\tnotices\treached\topen\tto place\tfirst action\tlast answer\tbefore payment\twithin goal\tlate by the person")
	for _, r := range append(f.By, f.All) {
		fmt.Fprintln(tw, noticeRow(r))
	}
	fmt.Fprintln(tw, "\t\t\t\t\t\t\t\t\t")
	for _, r := range f.ByBenefit {
		fmt.Fprintln(tw, noticeRow(r))
	}
	tw.Flush()
	fmt.Fprintf(t.out, "\nOpen by age:")
	for _, b := range f.Ages {
		to := fmt.Sprintf("%d–%d", b.From, b.To)
		if b.To < 0 {
			to = fmt.Sprintf("%d or more", b.From)
		}
		fmt.Fprintf(t.out, "  %s days: %d", to, b.Open)
	}
	fmt.Fprintf(t.out, "\nWithdrawn by the person: %d, in no other figure.\n", f.Withdrawn)
	return nil
}

// noticeRow is a row of the figures for people.
func noticeRow(r notice.Row) string {
	days := func(s notice.Spread) string {
		if s.Count == 0 {
			return "–"
		}
		return fmt.Sprintf("%d / %d", s.Median, s.P90)
	}
	share := func(part, whole int) string {
		if whole == 0 {
			return "–"
		}
		return fmt.Sprintf("%d of %d", part, whole)
	}
	name := r.Code
	if name == "" {
		name = "all"
	}
	return fmt.Sprintf("%s\t%d\t%d\t%d\t%d\t%s\t%s\t%s\t%s\t%s", name, r.Notices, r.Reached, r.Open, r.ToPlace, days(r.FirstAction), days(r.LastAnswer),
		share(r.BeforePay, r.PayKnown), share(r.InGoal, r.GoalKnown), share(r.Late, r.DutyKnown))
}

func (o *noticeOptions) circumstances(t *terminal, args []string) error {
	tw := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	defer tw.Flush()
	if len(args) == 0 {
		for _, c := range notice.Circumstances() {
			fmt.Fprintf(tw, "%s\t%s\t%s\n", c.Code, c.NameEn, counted(len(reachable(c.Code)), "benefit"))
		}
		return nil
	}
	c, ok := notice.CircumstanceOf(args[0])
	if !ok {
		return usage("there is no circumstance %q; `balans notice circumstances` lists them", args[0])
	}
	fmt.Fprintf(tw, "%s: %s\n\n", c.NameEn, c.AboutEn)
	if c.Manual {
		fmt.Fprintln(tw, "A person reads it and decides which benefits it concerns.")
		return nil
	}
	for _, e := range notice.Effects(c.Code) {
		fmt.Fprintf(tw, "%s\t%s\t%s %s\t%s\t%s %s\n", e.Benefit, e.Action.Text(notice.English), strings.Join(e.Law, ", "), e.Confidence,
			e.From.Text(notice.English), strings.Join(e.FromLaw, ", "), e.FromConfidence)
	}
	fmt.Fprintln(tw, "\nV read in the statute, S in a secondary text, R remembered, I an inference, U unknown.")
	return nil
}

// reachable is the rows of a circumstance that ask something of a benefit.
func reachable(code string) (rows []notice.Effect) {
	for _, e := range notice.Effects(code) {
		if e.Action != notice.None {
			rows = append(rows, e)
		}
	}
	return rows
}
