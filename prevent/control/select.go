package control

import (
	"errors"
	"fmt"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"

	"balans/law/calendar"
	"balans/prevent/payout"
	"balans/prevent/register"
)

// SelectionField is something an expression may ask of a payout line.
type SelectionField struct {
	Name  string
	Type  string // int, string or bool
	About Words
}

// selectionFields is all that selection may rest on. Nothing in it is sensitive or stands
// for something that is: no health, no origin, no citizenship, no place of birth, no
// address, no sex and no age (SFB 114:12, and against indirect discrimination). A new
// field is a decision on that, not a convenience.
var selectionFields = []struct {
	SelectionField
	of func(*Candidate) any
}{
	{SelectionField{"benefit", "string", Words{"förmånens kod", "code of the benefit"}}, func(c *Candidate) any { return c.Line.Benefit.String() }},
	{SelectionField{"gross", "int", Words{"bruttobelopp i kronor", "gross amount in kronor"}}, func(c *Candidate) any { return int64(c.Line.Gross) / 100 }},
	{SelectionField{"days", "int", Words{"dagar som betalas", "days paid for"}}, func(c *Candidate) any { return int64(daysOf(c.Line)) }},
	{SelectionField{"extent", "int", Words{"omfattning i procent", "extent in percent"}}, func(c *Candidate) any { return int64(claimed(c.Line)) / 100 }},
	{SelectionField{"hours", "int", Words{"timmar", "hours"}}, func(c *Candidate) any { return int64(c.Line.Hours) / 100 }},
	{SelectionField{"basis", "string", Words{"employee, self-employed, unemployed eller other", "employee, self-employed, unemployed or other"}}, func(c *Candidate) any { return c.Line.Basis.String() }},
	{SelectionField{"own_payee", "bool", Words{"pengarna går till personen själv", "the money goes to the person"}}, func(c *Candidate) any { return c.Line.Receiver() == c.Line.Party }},
	{SelectionField{"waited", "int", Words{"dagar från ansökan till utbetalning, -1 om okänt", "days from application to payment, -1 when not known"}}, func(c *Candidate) any { return waited(c.Line) }},
	{SelectionField{"back", "int", Words{"dagar från första ersatta dagen till ansökan, -1 om okänt", "days from the first day paid for to the application, -1 when not known"}}, func(c *Candidate) any { return back(c.Line) }},
	{SelectionField{"weekend_days", "int", Words{"ersatta dagar som är lediga", "days paid for that are days off"}}, func(c *Candidate) any { return weekendDays(c.Line) }},
	{SelectionField{"new_account", "bool", Words{"kontot är känt sedan högst 30 dagar", "the account has been known for at most 30 days"}}, (*Candidate).newAccount},
	{SelectionField{"findings", "int", Words{"uppgifter från kontroller de senaste två åren", "tasks from controls in the last two years"}}, func(c *Candidate) any { return int64(c.Findings) }},
	{SelectionField{"confirmed", "int", Words{"av dem bekräftade", "those of them that were confirmed"}}, func(c *Candidate) any { return int64(c.Confirmed) }},
}

// SelectionFields lists what an expression may ask.
func SelectionFields() []SelectionField {
	all := make([]SelectionField, len(selectionFields))
	for i := range selectionFields {
		all[i] = selectionFields[i].SelectionField
	}
	return all
}

// Candidate is a payout line that may be selected.
type Candidate struct {
	*Sources
	Line                *payout.Line
	On                  calendar.Date
	Findings, Confirmed int // of the person, before
}

func daysOf(l *payout.Line) int {
	if l.Days > 0 {
		return l.Days
	}
	return int(l.To-l.From) + 1
}

func waited(l *payout.Line) int64 {
	if l.Applied == calendar.None {
		return -1
	}
	return int64(l.PayOn - l.Applied)
}

func back(l *payout.Line) int64 {
	if l.Applied == calendar.None {
		return -1
	}
	return int64(l.Applied - l.From)
}

func weekendDays(l *payout.Line) (n int64) {
	for d := l.From; d <= l.To; d++ {
		if !calendar.IsBankDay(d) {
			n++
		}
	}
	return n
}

// newAccount is true or false, or an error of the expression when accounts cannot be
// looked up: a line must not be passed over because a source did not answer.
func (c *Candidate) newAccount() any {
	if (c.Failed | c.Partial | asideOf(c.Register, c.Line.Party)).Has(ReadsAccounts) {
		return types.NewErr("new_account: the source of accounts did not answer")
	}
	since := calendar.None
	for _, f := range c.Register.Of(c.Line.Party).Facts(register.Account) {
		if f.Other == c.Line.Account && f.From <= c.On && (since == calendar.None || f.From < since) {
			since = f.From
		}
	}
	return since != calendar.None && since > c.On.AddDays(-30)
}

// ResolveName answers an expression's question; it is for the expression language.
func (c *Candidate) ResolveName(name string) (any, bool) {
	for i := range selectionFields {
		if selectionFields[i].Name == name {
			return selectionFields[i].of(c), true
		}
	}
	return nil, false
}

// Parent is nothing; it is for the expression language.
func (c *Candidate) Parent() cel.Activation { return nil }

// Expression selects payout lines. It has been checked: it asks of known fields only,
// compares what can be compared, and cannot cost more than a set limit.
type Expression struct {
	text    string
	program cel.Program // nil: everything
}

// The limits of an expression.
const (
	mostText = 1000
	mostCost = 2000 // of the expression language's own units; a comparison is one
)

var environment = func() *cel.Env {
	options := []cel.EnvOption{cel.ClearMacros(), cel.ParserRecursionLimit(50), cel.ParserExpressionSizeLimit(mostText)}
	types := map[string]*cel.Type{"int": cel.IntType, "string": cel.StringType, "bool": cel.BoolType}
	for _, f := range selectionFields {
		options = append(options, cel.Variable(f.Name, types[f.Type]))
	}
	env, err := cel.NewEnv(options...)
	if err != nil {
		panic("control: the fields of selection cannot be declared: " + err.Error())
	}
	return env
}()

// Compile checks an expression; "" selects everything. The error tells what is wrong and
// where, and which fields there are.
func Compile(text string) (*Expression, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return &Expression{}, nil
	}
	if len(text) > mostText {
		return nil, fmt.Errorf("the expression has %d bytes, at most %d", len(text), mostText)
	}
	ast, issues := environment.Compile(text)
	if err := issues.Err(); err != nil {
		return nil, fmt.Errorf("the expression %q: %w; the fields are %s", text, err, strings.Join(fieldList(), ", "))
	}
	if ast.OutputType() != cel.BoolType {
		return nil, fmt.Errorf("the expression %q gives %s; it is to give true or false", text, ast.OutputType())
	}
	program, err := environment.Program(ast, cel.EvalOptions(cel.OptOptimize), cel.CostLimit(mostCost))
	if err != nil {
		return nil, fmt.Errorf("the expression %q: %w", text, err)
	}
	return &Expression{text, program}, nil
}

func fieldList() (names []string) {
	for _, f := range selectionFields {
		names = append(names, f.Name+" ("+f.Type+")")
	}
	return names
}

// String is the text of the expression.
func (e *Expression) String() string { return e.text }

// Selects reports whether a line is selected. It fails when the expression divides by
// nothing or costs too much; a line that cannot be judged so is no line that was not
// selected.
func (e *Expression) Selects(c *Candidate) (bool, error) {
	if e == nil || e.program == nil {
		return true, nil
	}
	value, _, err := e.program.Eval(c)
	if err != nil {
		return false, fmt.Errorf("the expression %q on payout %s: %w", e.text, c.Line.ID, err)
	}
	selected, ok := value.Value().(bool)
	if !ok {
		return false, errors.New("the expression gave neither true nor false")
	}
	return selected, nil
}
