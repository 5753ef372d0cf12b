package letter

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"balans/exchange/letterdoc"
	"balans/law/calendar"
	"balans/law/statute"
)

// Template is one version of a letter.
type Template struct {
	ID      string
	Version int
	From    calendar.Date // the first day letters are written with it
	Name    string        // in Swedish
	// Service: the letter is to be served (delgivning), so its channel must give a receipt.
	Service bool
	Law     []statute.Ref // what asks for it
	read    func([]byte) (Facts, error)
	write   func(Facts, *paper) *letterdoc.Document
}

// The ids of the templates.
const (
	IDHearing       = "hearing"
	IDDecision      = "decision"
	IDReminder      = "reminder"
	IDDemand        = "demand"
	IDPlanOffer     = "plan-offer"
	IDPlanConfirmed = "plan-confirmed"
	IDPlanBreach    = "plan-breach"
	IDLimitation    = "limitation"
	IDRefund        = "refund"
	IDHandOver      = "hand-over"
	IDHousing       = "housing"
)

func (Hearing) template() string       { return IDHearing }
func (Decision) template() string      { return IDDecision }
func (Reminder) template() string      { return IDReminder }
func (Demand) template() string        { return IDDemand }
func (PlanOffer) template() string     { return IDPlanOffer }
func (PlanConfirmed) template() string { return IDPlanConfirmed }
func (PlanBreach) template() string    { return IDPlanBreach }
func (Limitation) template() string    { return IDLimitation }
func (Refund) template() string        { return IDRefund }
func (HandOver) template() string      { return IDHandOver }
func (Housing) template() string       { return IDHousing }

// first is the first day of the first versions: förvaltningslagen (2017:900) is in force
// from it, and they cite it.
var first = calendar.New(2018, time.July, 1)

// templates is every version of every template. A row is never changed or taken away: what
// was written with it must be written again the same.
var templates = []Template{
	{IDHearing, 1, first, "Du kan behöva betala tillbaka", false, []statute.Ref{"FL 25"}, reads[Hearing], writes(writeHearing1)},
	{IDDecision, 1, first, "Beslut om återkrav", true, []statute.Ref{"FL 31", "FL 32", "FL 33"}, reads[Decision], writes(writeDecision1)},
	{IDReminder, 1, first, "Påminnelse", false, []statute.Ref{"HANTF 10"}, reads[Reminder], writes(writeReminder1)},
	{IDDemand, 1, first, "Inkassokrav", false, []statute.Ref{"INKL 5", "INKL 6"}, reads[Demand], writes(writeDemand1)},
	{IDPlanOffer, 1, first, "Förslag till avbetalningsplan", false, []statute.Ref{"HANTF 14"}, reads[PlanOffer], writes(writePlanOffer1)},
	{IDPlanConfirmed, 1, first, "Din avbetalningsplan", false, []statute.Ref{"HANTF 14", "SFB 108:15"}, reads[PlanConfirmed], writes(writePlanConfirmed1)},
	{IDPlanBreach, 1, first, "Avbetalningsplanen följs inte", false, []statute.Ref{"HANTF 14"}, reads[PlanBreach], writes(writePlanBreach1)},
	{IDLimitation, 1, first, "Kravet är preskriberat", false, []statute.Ref{"PRESKL 8", "SKPRESKL 10"}, reads[Limitation], writes(writeLimitation1)},
	{IDRefund, 1, first, "Du får tillbaka pengar", false, nil, reads[Refund], writes(writeRefund1)},
	{IDHandOver, 1, first, "Kravet är överlämnat till Kronofogden", false, []statute.Ref{"UB 3:1", "INKL 6"}, reads[HandOver], writes(writeHandOver1)},
	{IDHousing, 1, first, "Beslut om slutligt bostadsbidrag", true, []statute.Ref{"SFB 98:5", "SFB 98:6", "FL 28", "FL 32", "FL 33"}, reads[Housing], writes(writeHousing1)},
}

// Templates lists every version of every template.
func Templates() []Template { return append([]Template(nil), templates...) }

// pick is a version of a template; 0 is the one in force on the day.
func pick(id string, version int, on calendar.Date) (*Template, error) {
	var found *Template
	known := false
	for i := range templates {
		t := &templates[i]
		if t.ID != id {
			continue
		}
		known = true
		if version == t.Version || version == 0 && t.From <= on && (found == nil || t.Version > found.Version) {
			found = t
		}
	}
	switch {
	case found != nil:
		return found, nil
	case !known:
		return nil, fmt.Errorf("there is no template %q; there are %s", id, strings.Join(ids(), ", "))
	case version != 0:
		return nil, fmt.Errorf("template %s has no version %d", id, version)
	}
	return nil, fmt.Errorf("template %s has no version for letters of %s", id, on)
}

// ids are the templates' ids, each once.
func ids() (all []string) {
	for _, t := range templates {
		if t.Version == 1 {
			all = append(all, t.ID)
		}
	}
	return all
}

// Read reads facts of a template, 0 for its version in force on the day; a field that they do
// not have, or that is missing to the letter, is an error.
func Read(id string, version int, on calendar.Date, raw []byte) (Facts, error) {
	t, err := pick(id, version, on)
	if err != nil {
		return nil, err
	}
	facts, err := t.read(raw)
	if err != nil {
		return nil, fmt.Errorf("the facts of %s/%d: %w", t.ID, t.Version, err)
	}
	var f faults
	facts.faults(&f)
	return facts, f.err()
}

// reads reads facts as they stand in the journal.
func reads[F any, P interface {
	*F
	Facts
}](raw []byte) (Facts, error) {
	into := new(F)
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return nil, err
	}
	if dec.More() {
		return nil, fmt.Errorf("there is more after the facts")
	}
	return P(into), nil
}

// writes makes a writer of facts of one type take any; the table above is the only caller.
func writes[F any, P interface {
	*F
	Facts
}](write func(P, *paper)) func(Facts, *paper) *letterdoc.Document {
	return func(f Facts, p *paper) *letterdoc.Document {
		write(f.(P), p)
		return p.document()
	}
}
