package inquiry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/control"
	"balans/prevent/payout"
	"balans/recover/letter"
)

// casesStream is the agency's: every case that was opened, so that each has a number of its own.
const (
	casesStream = "inquiries"
	kindNamed   = "inquiry.named/1"
)

type namedBody struct {
	ID    string          `json:"id"`
	Party identity.Number `json:"party"`
}

// number is the next free number of a case: R, the year and six digits.
func number(on calendar.Date, cases int) string {
	return fmt.Sprintf("R%02d-%06d", on.Year()%100, cases+1)
}

// numbered gives the case the next free number, and is how many cases there are before it.
func (o *Opening) numbered(ctx context.Context, j *journal.Journal, on calendar.Date) (before int, err error) {
	cases, err := j.Version(ctx, 0, casesStream)
	o.ID = number(on, int(cases))
	return int(cases), err
}

// opening is the appends that open a numbered case. Another opening at the same time makes
// storing them journal.ErrConflict.
func (o *Opening) opening(before int, now calendar.Instant, on calendar.Date, actor, cause, key string) ([]journal.Append, *Case, error) {
	body, err := journal.Body(o)
	if err != nil {
		return nil, nil, err
	}
	named, err := journal.Body(namedBody{o.ID, o.Party})
	if err != nil {
		return nil, nil, err
	}
	first := journal.New{Kind: kindOpened, OccurredOn: on, Actor: actor, Cause: cause, Key: key, Body: body}
	c, err := Fold(o.Party, []journal.Event{{Party: int64(o.Party), Kind: kindOpened, OccurredOn: on, RecordedAt: now, Actor: actor, Cause: cause, Body: body}})
	if err != nil {
		return nil, nil, err
	}
	note, err := noteOf(c, on, &Act{Actor: actor, Cause: cause})
	return []journal.Append{
		{Party: int64(o.Party), Stream: Stream(o.ID), Events: []journal.New{first}},
		{Stream: casesStream, Expected: int32(before), Events: []journal.New{{Kind: kindNamed, OccurredOn: on, Actor: actor, Cause: cause, Body: named}}},
		note,
	}, c, err
}

// Open opens a recovery case on a finding that was confirmed after payment, with the
// finding's evidence. Case and note on the finding are stored in one piece. category ""
// is the one of the control. It is a *control.Refusal when the finding is not confirmed,
// has a case already, or was stopped before it was paid: then there is nothing to recover.
func Open(ctx context.Context, j *journal.Journal, s control.Say, rule string, category Category) (*Case, error) {
	for attempt := 1; ; attempt++ {
		c, err := open(ctx, j, s, rule, category)
		if !errors.Is(err, journal.ErrConflict) || attempt == 100 {
			return c, err
		}
	}
}

func open(ctx context.Context, j *journal.Journal, s control.Say, rule string, category Category) (*Case, error) {
	on := s.On
	if on == calendar.None || on == 0 {
		on = calendar.InstantOf(j.Now()).Date()
	}
	o := &Opening{}
	before, err := o.numbered(ctx, j, on)
	if err != nil {
		return nil, err
	}
	appends, f, err := control.Handed(ctx, j, s, rule, o.ID)
	if errors.Is(err, journal.ErrKeyReused) { // it went on to a case under that key, which has another number
		return caseOfFinding(ctx, j, &s, rule)
	}
	if err != nil {
		return nil, err
	}
	if appends == nil { // the same was asked for before, under the same key
		return caseOfFinding(ctx, j, &s, rule)
	}
	entries, err := payout.Of(ctx, j, identity.Number(s.Party), payout.AsOf{Day: on})
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(entries, func(e *payout.Entry) bool { return e.Line.ID == s.Payout })
	if i < 0 || entries[i].State != payout.Paid {
		return nil, &control.Refusal{Why: fmt.Sprintf("payout %s is not paid, so there is nothing to recover; hold, replace or cancel it", s.Payout)}
	}
	if category == "" {
		category = CategoryOf(&f.Evaluation)
	}
	if !category.known() {
		return nil, &control.Refusal{Why: fmt.Sprintf("there is no category %q; there are %v", category, Categories)}
	}
	if err := mayOpen(ctx, j, f); err != nil {
		return nil, err
	}
	e := &f.Evaluation
	o = &Opening{ID: o.ID, Party: f.Line.Party, Benefit: f.Line.Benefit, From: f.Line.From, To: f.Line.To, Payout: f.Line.ID, Paid: f.Line.Gross,
		Wrong: f.Judged.Amount, Cause: f.Judged.Cause, Intent: f.Judged.Intent, Category: category,
		Signal: Signal{Run: f.Run, Control: e.Rule, Version: e.Version, Reason: e.Reason, Says: e.Says().Sv, Judgement: f.Judged.Reason, JudgedBy: f.Judged.By,
			JudgedOn: f.Judged.On, Law: e.Law, Days: e.Days, Inputs: e.Inputs}}
	opened, c, err := o.opening(before, calendar.InstantOf(j.Now()), on, s.By.Actor, s.By.Cause, "")
	if err != nil || s.DryRun {
		return c, err
	}
	_, err = j.Append(ctx, append(appends, opened...)...)
	return c, err
}

// caseOfFinding is the case a finding went on to.
func caseOfFinding(ctx context.Context, j *journal.Journal, s *control.Say, rule string) (*Case, error) {
	events, err := j.LoadParty(ctx, s.Party)
	if err != nil {
		return nil, err
	}
	cases, err := Of(identity.Number(s.Party), events)
	if err != nil {
		return nil, err
	}
	for _, c := range cases {
		if c.Signal.Run == s.Run && c.Payout == s.Payout && c.Signal.Control == rule {
			return c, nil
		}
	}
	return nil, fmt.Errorf("the finding of payout %s went on to a case that is not in the journal", s.Payout)
}

// mayOpen refuses a case that would have more wrong of a payout, with the cases it has, than
// was paid.
func mayOpen(ctx context.Context, j *journal.Journal, f *control.Finding) error {
	events, err := j.LoadParty(ctx, int64(f.Line.Party))
	if err != nil {
		return err
	}
	cases, err := Of(f.Line.Party, events)
	if err != nil {
		return err
	}
	wrong := f.Judged.Amount
	for _, c := range cases {
		if c.Payout != f.Line.ID || c.Result == Discontinued {
			continue
		}
		if wrong += c.Wrong; wrong > f.Line.Gross {
			return &control.Refusal{Why: fmt.Sprintf("payout %s has the case %s of %s kronor; with %s more that is above the %s kronor that were paid: judge the finding with what is left, or handle it in that case",
				f.Line.ID, c.ID, c.Wrong, f.Judged.Amount, f.Line.Gross)}
		}
	}
	return nil
}

// OpenBy opens a case on any other signal than a finding. A signal with a reference that the
// person has a case of already gives that case, and so does the same key.
func OpenBy(ctx context.Context, j *journal.Journal, o Opening, a Act) (*Case, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if a.Actor == "" {
		return nil, refuse("actor", "who does it is missing")
	}
	on, today := a.On, calendar.InstantOf(j.Now()).Date()
	switch {
	case on == calendar.None || on == 0:
		on = today
	case on > today:
		return nil, refuse("on", "%s is still to come", on)
	}
	for attempt := 1; ; attempt++ {
		// The number first: who opens a case after it was read makes the storing a conflict.
		before, err := o.numbered(ctx, j, on)
		if err != nil {
			return nil, err
		}
		if had, err := sameSignal(ctx, j, &o, a.Key); had != nil || err != nil {
			return had, err
		}
		appends, c, err := o.opening(before, calendar.InstantOf(j.Now()), on, a.Actor, a.Cause, a.Key)
		if err != nil || a.DryRun {
			return c, err
		}
		if _, err = j.Append(ctx, appends...); !errors.Is(err, journal.ErrConflict) || attempt == 100 {
			return c, err
		}
	}
}

// OpenMany opens a case for each, in slices that are stored whole. What a case was opened for
// before, by the reference of its signal, is passed over by those who know which are there;
// here each must be new to its person.
func OpenMany(ctx context.Context, j *journal.Journal, all []Opening, a Act, opened func(n int)) error {
	const slice = 500
	on := a.On
	if on == calendar.None || on == 0 {
		on = calendar.InstantOf(j.Now()).Date()
	}
	for i := range all {
		if err := all[i].check(); err != nil {
			return fmt.Errorf("signal %d: %w", i+1, err)
		}
	}
	for from := 0; from < len(all); {
		part := all[from:min(from+slice, len(all))]
		before, err := j.Version(ctx, 0, casesStream)
		if err != nil {
			return err
		}
		var appends []journal.Append
		for i := range part {
			part[i].ID = number(on, int(before)+i)
			more, _, err := part[i].opening(int(before), calendar.InstantOf(j.Now()), on, a.Actor, a.Cause, "")
			if err != nil {
				return err
			}
			appends = merge(appends, more)
		}
		switch _, err := j.Append(ctx, appends...); {
		case errors.Is(err, journal.ErrConflict):
			continue // others opened cases meanwhile: number the slice anew
		case err != nil:
			return err
		}
		if from += len(part); opened != nil {
			opened(from)
		}
	}
	return nil
}

// sameSignal is the case that was opened on the signal already, or under the key; nil when
// there is none.
func sameSignal(ctx context.Context, j *journal.Journal, o *Opening, key string) (*Case, error) {
	if o.Signal.Ref == "" && key == "" {
		return nil, nil
	}
	events, err := j.LoadParty(ctx, int64(o.Party))
	if err != nil {
		return nil, err
	}
	cases, err := Of(o.Party, events)
	if err != nil {
		return nil, err
	}
	under := ""
	for i := range events {
		if e := &events[i]; key != "" && e.Kind == kindOpened && e.Key == key {
			under = e.Stream
		}
	}
	for _, c := range cases {
		// One request or judgment may be about several claims.
		same := c.Signal.Source == o.Signal.Source && c.Signal.Ref == o.Signal.Ref && c.Reviews == o.Reviews
		switch {
		case same && o.Signal.Ref != "":
			return c, nil
		case under != Stream(c.ID):
		case !same || c.Signal.Text != o.Signal.Text || c.Benefit != o.Benefit || c.From != o.From || c.To != o.To:
			return nil, journal.ErrKeyReused
		default:
			return c, nil
		}
	}
	return nil, nil
}

func (o *Opening) check() error {
	s := &o.Signal
	switch {
	case o.Party.Kind() == identity.Unknown:
		return refuse("party", "whom the case is about is missing")
	case !o.Benefit.IsKnown():
		return refuse("benefit", "which benefit the case is about is missing")
	case o.From == calendar.None || o.To == calendar.None || o.To < o.From:
		return refuse("to", "the last day %s is before the first, %s", o.To, o.From)
	case s.Source == FromControl || !slices.Contains(Sources, s.Source):
		return refuse("source", "where the signal came from is missing; a control's finding is handed on from the finding")
	case s.Ref == "" && s.Source != FromHand:
		return refuse("ref", "which notice, message or request it came with is missing")
	case !journal.Plain(s.Ref) || len(s.Ref) > 100:
		return refuse("ref", "the reference is at most 100 characters without control characters")
	case strings.TrimSpace(s.Text) == "" || !readable(s.Text):
		return refuse("text", "what the signal says is missing")
	case !o.Category.known():
		return refuse("category", "what went wrong is missing; it may be other")
	case s.Source == FromReview && (o.Reviews == "" || o.Was <= 0):
		return refuse("reviews", "which claim is reviewed, and what it demanded, is missing")
	case !slices.Contains(Whys, o.Why) || s.Source != FromReview && o.Why != OnRequest:
		return refuse("why", "why the decision is looked at anew is one of a request, the agency's own motion and a judgment")
	case o.Why == AfterJudgment && (!slices.Contains(letter.Courts, o.Court) || !isDay(o.JudgedOn)):
		return refuse("court", "which court has decided, and when, is missing")
	case o.Why != AfterJudgment && (o.Court != "" || isDay(o.JudgedOn)):
		return refuse("court", "only after a judgment is a court named")
	case s.Source != FromReview && o.Reviews != "":
		return refuse("reviews", "only a case that looks at a claim anew names one")
	case o.Paid < 0 || o.Wrong < 0:
		return refuse("wrong", "amounts are not negative")
	}
	return nil
}

// All reads every case, in the order they were opened. It reads each case's own stream; the
// Book lists them without.
func All(ctx context.Context, j *journal.Journal) ([]*Case, error) {
	events, err := j.Load(ctx, 0, casesStream)
	if err != nil {
		return nil, err
	}
	var all []*Case
	for i := range events {
		var named namedBody
		if err := json.Unmarshal([]byte(events[i].Body), &named); err != nil {
			return nil, fmt.Errorf("event %d: %w", events[i].Seq, err)
		}
		c, err := Load(ctx, j, named.Party, named.ID)
		if err != nil {
			return nil, err
		}
		if c == nil {
			return nil, fmt.Errorf("event %d names the case %s, which is not in the journal", events[i].Seq, named.ID)
		}
		all = append(all, c)
	}
	return all, nil
}
