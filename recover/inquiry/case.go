package inquiry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/prevent/control"
	"balans/prevent/payout"
	"balans/prevent/sample"
)

// The stored names.
const (
	casesStream = "inquiries" // party 0: every case that was opened
	kindOpened  = "inquiry.opened/1"
	kindNamed   = "inquiry.named/1"
)

// Stream is the stream of a case, kept under its person.
func Stream(id string) string { return "inquiry/" + id }

// Case is a recovery case.
type Case struct {
	ID       string          `json:"id"`
	Party    identity.Number `json:"-"`
	Benefit  benefit.Code    `json:"benefit"`
	From     calendar.Date   `json:"from"` // the days it is about
	To       calendar.Date   `json:"to"`
	Payout   string          `json:"payout"`
	Paid     money.Amount    `json:"paid"`  // gross, öre
	Wrong    money.Amount    `json:"wrong"` // believed to be wrong, öre
	Cause    sample.Cause    `json:"cause"`
	Intent   sample.Intent   `json:"intent"`
	Category Category        `json:"category"` // what went wrong
	Signal   Signal          `json:"signal"`
	Opened   calendar.Date   `json:"-"`
	By       string          `json:"-"`
}

// Signal is what a case was opened on: the finding of a control, as it was judged, with
// everything the control had read.
type Signal struct {
	Run       string              `json:"run"`
	Control   string              `json:"control"`
	Version   int                 `json:"version"`
	Reason    string              `json:"reason"`
	Says      string              `json:"says"` // in Swedish, as the person who judged it saw it
	Judgement string              `json:"judgement"`
	JudgedBy  string              `json:"judged_by"`
	JudgedOn  calendar.Date       `json:"judged_on"`
	Law       []statute.Ref       `json:"law,omitempty"`
	Days      []control.DayResult `json:"days,omitempty"`
	Inputs    []control.Input     `json:"inputs,omitempty"`
}

// Category is what went wrong, so that causes can be counted over controls.
type Category string

// The categories. The letter of appropriation asks for causes and has no list of them;
// this one is our own.
const (
	Worked      Category = "worked"      // worked while the benefit was paid
	Extent      Category = "extent"      // to another extent than was stated
	IncomeWrong Category = "income"      // the income the benefit rests on was wrong
	NotInsured  Category = "not-insured" // no permit, moved, or insured elsewhere
	Deceased    Category = "deceased"
	Twice       Category = "twice"    // the same days compensated twice
	Abroad      Category = "abroad"   // income from abroad
	Hours       Category = "hours"    // hours that were not done
	FalseSelf   Category = "identity" // somebody acted for others
	TooLate     Category = "too-late" // applied for too late
	OtherCause  Category = "other"
)

// Categories is every category.
var Categories = []Category{Worked, Extent, IncomeWrong, NotInsured, Deceased, Twice, Abroad, Hours, FalseSelf, TooLate, OtherCause}

func (c Category) known() bool { return slices.Contains(Categories, c) }

// categories says what a control's finding is about.
var categories = map[string]Category{
	"tfp-absence": Worked, "fp-absence": Worked, "application-time": TooLate, "income-sgi": IncomeWrong, "permit": NotInsured, "expulsion": NotInsured,
	"insured": NotInsured, "death": Deceased, "double-payment": Twice, "foreign-income": Abroad, "assistance-hours": Hours, "identity-reuse": FalseSelf,
}

// CategoryOf is the category of a control's finding.
func CategoryOf(e *control.Evaluation) Category {
	if e.Reason == "absence.lower" {
		return Extent
	}
	if c, ok := categories[e.Rule]; ok {
		return c
	}
	return OtherCause
}

// Open opens a recovery case on a finding that was confirmed after payment, with the
// finding's evidence. Case and note on the finding are stored in one piece. category ""
// is the one of the control. It is a *control.Refusal when the finding is not confirmed,
// has a case already, or was stopped before it was paid: then there is nothing to recover.
func Open(ctx context.Context, j *journal.Journal, s control.Say, rule string, category Category) (*Case, error) {
	for {
		c, err := open(ctx, j, s, rule, category)
		if !errors.Is(err, journal.ErrConflict) {
			return c, err
		}
	}
}

func open(ctx context.Context, j *journal.Journal, s control.Say, rule string, category Category) (*Case, error) {
	id := fmt.Sprintf("%s-%s-%s", s.Run, s.Payout, rule)
	appends, f, err := control.Handed(ctx, j, s, rule, id)
	if err != nil {
		return nil, err
	}
	if appends == nil { // the same was asked for before, under the same key
		return Load(ctx, j, identity.Number(s.Party), id)
	}
	on := s.On
	if on == calendar.None || on == 0 {
		on = calendar.InstantOf(j.Now()).Date()
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
	if err := mayOpen(ctx, j, id, f); err != nil {
		return nil, err
	}
	e := &f.Evaluation
	c := &Case{ID: id, Party: f.Line.Party, Benefit: f.Line.Benefit, From: f.Line.From, To: f.Line.To, Payout: f.Line.ID, Paid: f.Line.Gross,
		Wrong: f.Judged.Amount, Cause: f.Judged.Cause, Intent: f.Judged.Intent, Category: category, Opened: on, By: s.By.Actor,
		Signal: Signal{Run: f.Run, Control: e.Rule, Version: e.Version, Reason: e.Reason, Says: e.Says().Sv, Judgement: f.Judged.Reason, JudgedBy: f.Judged.By,
			JudgedOn: f.Judged.On, Law: e.Law, Days: e.Days, Inputs: e.Inputs}}
	body, err := journal.Body(c)
	if err != nil {
		return nil, err
	}
	named, err := journal.Body(struct {
		ID    string          `json:"id"`
		Party identity.Number `json:"party"`
	}{id, c.Party})
	if err != nil || s.DryRun {
		return c, err
	}
	appends = append(appends,
		journal.Append{Party: s.Party, Stream: Stream(id), Events: []journal.New{{Kind: kindOpened, OccurredOn: on, Actor: s.By.Actor, Cause: s.By.Cause, Body: body}}},
		journal.Append{Stream: casesStream, Expected: journal.AnyVersion, Events: []journal.New{{Kind: kindNamed, OccurredOn: on, Actor: s.By.Actor, Cause: s.By.Cause, Body: named}}})
	_, err = j.Append(ctx, appends...)
	return c, err
}

// mayOpen refuses a case that there is, and one that would have more wrong of a payout,
// with the cases it has, than was paid.
func mayOpen(ctx context.Context, j *journal.Journal, id string, f *control.Finding) error {
	events, err := j.LoadParty(ctx, int64(f.Line.Party))
	if err != nil {
		return err
	}
	wrong := f.Judged.Amount
	for i := range events {
		if events[i].Kind != kindOpened {
			continue
		}
		c, err := read(f.Line.Party, &events[i])
		switch {
		case err != nil:
			return err
		case c.ID == id:
			return &control.Refusal{Why: fmt.Sprintf("there is a case %s already", id)}
		case c.Payout != f.Line.ID:
			continue
		}
		if wrong += c.Wrong; wrong > f.Line.Gross {
			return &control.Refusal{Why: fmt.Sprintf("payout %s has the case %s of %s kronor; with %s more that is above the %s kronor that were paid: judge the finding with what is left, or handle it in that case",
				f.Line.ID, c.ID, c.Wrong, f.Judged.Amount, f.Line.Gross)}
		}
	}
	return nil
}

// Load reads a case; nil when there is none.
func Load(ctx context.Context, j *journal.Journal, party identity.Number, id string) (*Case, error) {
	events, err := j.Load(ctx, int64(party), Stream(id))
	if err != nil || len(events) == 0 {
		return nil, err
	}
	return read(party, &events[0])
}

func read(party identity.Number, e *journal.Event) (*Case, error) {
	c, err := journal.ReadBody[Case](e)
	if err != nil {
		return nil, err
	}
	c.Party, c.Opened, c.By = party, e.OccurredOn, e.Actor
	return &c, nil
}

// All reads every case, in the order they were opened.
func All(ctx context.Context, j *journal.Journal) ([]*Case, error) {
	events, err := j.Load(ctx, 0, casesStream)
	if err != nil {
		return nil, err
	}
	var all []*Case
	for i := range events {
		var named struct {
			ID    string          `json:"id"`
			Party identity.Number `json:"party"`
		}
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
