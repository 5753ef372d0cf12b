package indicator

import (
	"fmt"
	"slices"
	"strings"

	"balans/law/calendar"
	"balans/law/statute"
)

// Parameter is a question that the order leaves open, with the reading that is
// used unless another is chosen. The questions are numbered A1–A11.
type Parameter struct {
	ID      string // "A3"
	Name    string // what it is called on the command line
	Sv, En  string // the question
	Options []Option
}

// Option is one reading. The first option of a parameter is the default.
type Option struct {
	Value  string
	Sv, En string
	counts string // the word `counted` in definitions
	adds   string // what the reading adds to the word `measure`
}

// Parameters lists the open questions. Those with one option are decided and
// recorded; a choice would need facts that are not kept yet.
func Parameters() []Parameter {
	return []Parameter{
		{ID: "A1", Name: "amount", Sv: "Vad är belopp i stocken?", En: "What is the amount of the stock?",
			Options: []Option{{Value: "principal", Sv: "utestående kapital", En: "outstanding principal"}}},
		{ID: "A2", Name: "maintenance", Sv: "Ingår bidragsskyldigas skulder för underhållsstöd?", En: "Are maintenance debts of liable parents included?",
			Options: []Option{{Value: "no", Sv: "nej, de är inte återkrav", En: "no, they are not repayment claims"}}},
		{ID: "A3", Name: "authority", Sv: "Vilken myndighets krav räknas?", En: "Whose claims are counted?",
			Options: []Option{
				{Value: "fk", Sv: "Försäkringskassans", En: "Försäkringskassan's", counts: "fk"},
				{Value: "pm", Sv: "Pensionsmyndighetens", En: "Pensionsmyndigheten's", counts: "pm"},
				{Value: "all", Sv: "bådas", En: "both", counts: "(fk or pm)"},
			}},
		{ID: "A4", Name: "condictio", Sv: "Ingår misstagsbetalningar (condictio indebiti)?", En: "Are mistaken payments included?",
			Options: []Option{{Value: "yes", Sv: "ja, de är krav", En: "yes, they are claims"}}},
		{ID: "A5", Name: "unit", Sv: "Vad räknas: beslut, krav eller gäldenär?", En: "What is counted: decision, claim or debtor?",
			Options: []Option{{Value: "claim", Sv: "ett krav per beslut; flera gäldenärer räknas en gång", En: "one claim a decision; several debtors count once"}}},
		{ID: "A6", Name: "age-from", Sv: "Från vilken dag räknas 60 dagar?", En: "From which day are 60 days counted?",
			Options: []Option{{Value: "decision", Sv: "beslutsdagen, strikt fler än 60", En: "the decision, strictly more than 60"}}},
		{ID: "A7", Name: "paused", Sv: "Vilande gamla krav?", En: "Paused old claims?",
			Options: []Option{{Value: "in-stock", Sv: "i stocken, utan åtgärd", En: "in the stock, without measure"}}},
		{ID: "A8", Name: "cut-off", Sv: "När på dagen bryts?", En: "When on the day is the cut-off?",
			Options: []Option{{Value: "end-of-day", Sv: "vid dagens slut; dagens händelser räknas", En: "at the end of the day; its events count"}}},
		{ID: "A9", Name: "changed", Sv: "Krav som ändrats efter omprövning?", En: "Claims changed on reconsideration?",
			Options: []Option{{Value: "new-amount", Sv: "beslutad siffra står kvar, stocken använder nya beloppet", En: "the decided figure stays, the stock uses the new amount"}}},
		{ID: "A10", Name: "recalled", Sv: "Nya krav som återkallats från KFM?", En: "New claims recalled from the Enforcement Authority?",
			Options: []Option{{Value: "return", Sv: "åter i stocken från återkallelsedagen", En: "back in the stock from the day of recall"}}},
		{ID: "A11", Name: "deferral", Sv: "Är anstånd en indrivande åtgärd?", En: "Is a deferral a collecting measure?",
			Options: []Option{
				{Value: "no", Sv: "nej", En: "no"},
				{Value: "yes", Sv: "ja", En: "yes", adds: " or deferred"},
			}},
	}
}

// Choice is the reading chosen for each parameter, by name. The zero value
// chooses every default.
type Choice map[string]string

// ParseChoice reads "name=value" words, such as "authority=all".
func ParseChoice(words []string) (Choice, error) {
	c := Choice{}
	for _, w := range words {
		name, value, ok := strings.Cut(w, "=")
		if !ok {
			return nil, fmt.Errorf("a parameter is written name=value, not %q", w)
		}
		c[name] = value
	}
	return c, c.check()
}

func (c Choice) check() error {
	for name, value := range c {
		all := Parameters()
		at := slices.IndexFunc(all, func(p Parameter) bool { return p.Name == name })
		if at < 0 {
			var names []string
			for _, p := range all {
				names = append(names, p.Name)
			}
			return fmt.Errorf("there is no parameter %q; the parameters are %s", name, strings.Join(names, ", "))
		}
		var values []string
		for _, o := range all[at].Options {
			values = append(values, o.Value)
		}
		if !slices.Contains(values, value) {
			return fmt.Errorf("parameter %s takes %s, not %q", name, strings.Join(values, " or "), value)
		}
	}
	return nil
}

// Option returns the reading chosen for the parameter.
func (c Choice) Option(p *Parameter) Option {
	for _, o := range p.Options {
		if o.Value == c[p.Name] {
			return o
		}
	}
	return p.Options[0]
}

// Words lists every parameter with its chosen value, for the record.
func (c Choice) Words() map[string]string {
	words := map[string]string{}
	for _, p := range Parameters() {
		words[p.ID+" "+p.Name] = c.Option(&p).Value
	}
	return words
}

// expand gives the words `counted` and `measure` their meaning.
func (c Choice) expand() (counted, measure string) {
	measure = "in_plan or setting_off or at_kfm or restructuring or preserved"
	for _, p := range Parameters() {
		o := c.Option(&p)
		if o.counts != "" {
			counted = o.counts
		}
		measure += o.adds
	}
	return counted, measure
}

// String is the choice in one line, defaults left out: a key for caches and links.
func (c Choice) String() string {
	var words []string
	for name, value := range c {
		words = append(words, name+"="+value)
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// limits are the figures of law that the ages rest on.
type limits struct {
	oldYears, newYears, days int
}

func limitsOn(on calendar.Date) (l limits, err error) {
	p, err := statute.Load()
	if err != nil {
		return l, err
	}
	for _, f := range []struct {
		name string
		to   *int
	}{{statute.NearLimitationYearsOld, &l.oldYears}, {statute.NearLimitationYearsNew, &l.newYears}, {statute.NotServedDays, &l.days}} {
		v, err := p.Value(f.name, on)
		if err != nil {
			return l, err
		}
		*f.to = int(v.Int64)
	}
	return l, nil
}

// NearLimitYearsNew is the age in years from which a NEW claim without a measure
// counts as near limitation, on the day.
func NearLimitYearsNew(on calendar.Date) (int, error) {
	l, err := limitsOn(on)
	return l.newYears, err
}
