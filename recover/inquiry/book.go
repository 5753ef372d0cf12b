package inquiry

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
)

// Summary is a case as lists and follow-up need it. It is noted in the agency's stream with
// every event of the case.
type Summary struct {
	ID        string          `json:"id"`
	Party     identity.Number `json:"party"`
	Benefit   benefit.Code    `json:"benefit"`
	Unit      string          `json:"unit,omitempty"`
	Owner     string          `json:"owner,omitempty"`
	State     State           `json:"state"`
	Since     calendar.Date   `json:"since"`
	Opened    calendar.Date   `json:"opened"`
	Source    Source          `json:"source,omitempty"`
	Category  Category        `json:"category"`
	Reviews   string          `json:"reviews,omitempty"`
	Version   int             `json:"version"`
	Step      Step            `json:"step,omitempty"` // the first that is not done, while it is investigated
	Wrong     money.Amount    `json:"wrong,omitempty"`
	Repay     money.Amount    `json:"repay,omitempty"`
	Result    Result          `json:"result,omitempty"`
	By        string          `json:"by,omitempty"` // who opened it
	Proposer  string          `json:"proposer,omitempty"`
	Submitter string          `json:"submitter,omitempty"` // who asked for approval
	AnswerBy  calendar.Date   `json:"answer_by,omitzero"`  // of the open hearing
	Until     calendar.Date   `json:"until,omitzero"`      // of the stop
	Waiting   bool            `json:"waiting,omitempty"`   // the basis is blocked
	Auto      bool            `json:"auto,omitempty"`
	Rejected  int             `json:"rejected,omitempty"`
	Submitted int             `json:"submitted,omitempty"`
	Decider   string          `json:"decider,omitempty"`
	Decided   calendar.Date   `json:"decided,omitzero"`
	Ended     calendar.Date   `json:"ended,omitzero"`
	Next      calendar.Date   `json:"next,omitzero"` // when a timer comes
	Claims    []string        `json:"claims,omitempty"`
	Letters   []string        `json:"letters,omitempty"`
	Police    int             `json:"police,omitempty"`
	Cause     string          `json:"cause,omitempty"`
}

// summary is the case as it stands after its last event.
func (c *Case) summary() *Summary {
	on := c.Since
	if n := len(c.History); n > 0 {
		on = c.History[n-1].On
	}
	s := &Summary{ID: c.ID, Party: c.Party, Benefit: c.Benefit, Unit: c.Unit, Owner: c.Owner, State: c.State, Since: c.Since, Opened: c.Opened, Source: c.Signal.Source,
		Category: c.Category, Reviews: c.Reviews, Version: c.Version, By: c.By, Wrong: c.Wrong, Result: c.Result, Rejected: len(c.Rejections), Waiting: c.Current().Blocked, Police: len(c.Reports)}
	if c.Current().Basis != nil {
		r := c.reckon(on, false)
		s.Wrong, s.Repay = r.Wrong, r.Repay
	}
	if c.State == Investigating || c.State == InHearing {
		s.Step = c.FirstStep(on)
	}
	if c.State == InHearing {
		s.AnswerBy = c.Hearing().AnswerBy
	}
	if c.Stop != nil {
		s.Until = c.Stop.Until
	}
	if c.Proposal != nil {
		s.Proposer, s.Submitter = c.Proposal.By, c.Proposal.SubmittedBy
	}
	for i := range c.History {
		if c.History[i].Kind == kindSubmitted {
			s.Submitted++
		}
	}
	if d := c.Decision; d != nil {
		s.Auto, s.Decider, s.Decided, s.Letters = d.Auto, d.By, d.On, d.Letters
		for i := range d.Claims {
			s.Claims = append(s.Claims, d.Claims[i].ID)
		}
	}
	if c.State == Closed {
		s.Ended = c.EndedOn
	} else if d := c.comes(on); d != calendar.None {
		s.Next = d
	}
	s.Cause = string(c.cause())
	return s
}

// DueBy is the day since when a timer of the case has come, on a day; None while none has.
func (s *Summary) DueBy(on calendar.Date) calendar.Date {
	if !isDay(s.Next) || s.Next > on {
		return calendar.None
	}
	return s.Next
}

// FirstStep is the first step that is to be worked on; "" when all are done.
func (c *Case) FirstStep(on calendar.Date) Step {
	for _, s := range c.needed(c.reckon(on, false)) {
		if st := c.StandingOf(s, on); st.Status != StepDone && st.Status != StepAuto {
			return s
		}
	}
	return ""
}

// Book is every case as it was last noted. It is read from the notes alone, and may be asked
// and refreshed by many at once.
type Book struct {
	mu      sync.RWMutex
	at      int32      // version of the notes that has been read
	cases   []*Summary // as they were opened; a Summary is replaced, never changed
	byID    map[string]int
	byParty map[identity.Number][]int
}

// ReadBook reads all notes.
func ReadBook(ctx context.Context, j *journal.Journal) (*Book, error) {
	b := &Book{byID: map[string]int{}, byParty: map[identity.Number][]int{}}
	return b, b.Refresh(ctx, j)
}

// Refresh reads the notes that have come since.
func (b *Book) Refresh(ctx context.Context, j *journal.Journal) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	events, err := j.LoadAfter(ctx, 0, notesStream, b.at)
	if err != nil {
		return err
	}
	for i := range events {
		s, err := journal.ReadBody[Summary](&events[i])
		if err != nil {
			return fmt.Errorf("the notes of cases: %w", err)
		}
		b.at = events[i].Version
		if k, ok := b.byID[s.ID]; ok {
			b.cases[k] = &s
			continue
		}
		b.byID[s.ID] = len(b.cases)
		b.byParty[s.Party] = append(b.byParty[s.Party], len(b.cases))
		b.cases = append(b.cases, &s)
	}
	return nil
}

// All is every case, in the order they were opened.
func (b *Book) All() []*Summary {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return slices.Clone(b.cases)
}

// Find is the case with a number; nil when there is none.
func (b *Book) Find(id string) *Summary {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if k, ok := b.byID[id]; ok {
		return b.cases[k]
	}
	return nil
}

// Of is the cases of a person, in the order they were opened.
func (b *Book) Of(party identity.Number) (all []*Summary) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, k := range b.byParty[party] {
		all = append(all, b.cases[k])
	}
	return all
}
