package indicator

import (
	"fmt"
	"strings"

	"balans/recover/claim"
)

// facts is what a definition can ask of a claim on a date, as bits: the
// conditions in force in the lower half, the claim's traits and ages above.
type facts uint64

// The bits above the conditions, which fill 32 bits at most.
const (
	isNew facts = 1 << (32 + iota)
	nearLimitAge
	olderThanLimitDays
	isPM
	isSettlement
	hasSeveral
)

// words are the names that definitions may use.
var words = func() map[string]facts {
	w := map[string]facts{
		"new": isNew, "near_limit_age": nearLimitAge, "older_than_limit_days": olderThanLimitDays,
		"pm": isPM, "settlement": isSettlement, "several_debtors": hasSeveral,
	}
	for name, c := range claim.ConditionNames() {
		w[name] = facts(c)
	}
	return w
}()

// opposites are names for the absence of a bit.
var opposites = map[string]facts{"old": isNew, "fk": isPM}

// condition is a parsed definition.
type condition interface {
	holds(f facts) bool
	// reasons calls say for every word met, with whether it holds.
	reasons(f facts, say func(word string, holds bool))
}

type (
	word struct {
		name    string
		bit     facts
		negated bool
	}
	notCondition struct{ of condition }
	andCondition struct{ all []condition }
	orCondition  struct{ any []condition }
)

func (w word) holds(f facts) bool                              { return (f&w.bit != 0) != w.negated }
func (w word) reasons(f facts, say func(string, bool))         { say(w.name, w.holds(f)) }
func (n notCondition) holds(f facts) bool                      { return !n.of.holds(f) }
func (n notCondition) reasons(f facts, say func(string, bool)) { n.of.reasons(f, say) }

func (a andCondition) holds(f facts) bool {
	for _, c := range a.all {
		if !c.holds(f) {
			return false
		}
	}
	return true
}

func (a andCondition) reasons(f facts, say func(string, bool)) {
	for _, c := range a.all {
		c.reasons(f, say)
	}
}

func (o orCondition) holds(f facts) bool {
	for _, c := range o.any {
		if c.holds(f) {
			return true
		}
	}
	return false
}

func (o orCondition) reasons(f facts, say func(string, bool)) {
	for _, c := range o.any {
		c.reasons(f, say)
	}
}

// parser reads conditions: or binds weakest, then and, then not.
type parser struct {
	tokens []string
	macros map[string]string
	depth  int
}

func parseCondition(text string, macros map[string]string) (condition, error) {
	p := &parser{tokens: tokenize(text), macros: macros}
	c, err := p.or()
	if err == nil && len(p.tokens) > 0 {
		err = fmt.Errorf("unexpected %q", p.tokens[0])
	}
	if err != nil {
		return nil, fmt.Errorf("condition %q: %w", text, err)
	}
	return c, nil
}

func tokenize(text string) []string {
	text = strings.ReplaceAll(text, "(", " ( ")
	return strings.Fields(strings.ReplaceAll(text, ")", " ) "))
}

func (p *parser) next(token string) bool {
	if len(p.tokens) > 0 && p.tokens[0] == token {
		p.tokens = p.tokens[1:]
		return true
	}
	return false
}

func (p *parser) or() (condition, error) {
	first, err := p.and()
	if err != nil {
		return nil, err
	}
	any := []condition{first}
	for p.next("or") {
		c, err := p.and()
		if err != nil {
			return nil, err
		}
		any = append(any, c)
	}
	if len(any) == 1 {
		return first, nil
	}
	return orCondition{any}, nil
}

func (p *parser) and() (condition, error) {
	first, err := p.not()
	if err != nil {
		return nil, err
	}
	all := []condition{first}
	for p.next("and") {
		c, err := p.not()
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	if len(all) == 1 {
		return first, nil
	}
	return andCondition{all}, nil
}

func (p *parser) not() (condition, error) {
	if p.depth++; p.depth > 200 {
		return nil, fmt.Errorf("nested too deep")
	}
	defer func() { p.depth-- }()
	switch {
	case p.next("not"):
		c, err := p.not()
		return notCondition{c}, err
	case p.next("("):
		c, err := p.or()
		if err == nil && !p.next(")") {
			err = fmt.Errorf("a closing parenthesis is missing")
		}
		return c, err
	case len(p.tokens) == 0:
		return nil, fmt.Errorf("a word is missing at the end")
	}
	name := p.tokens[0]
	p.tokens = p.tokens[1:]
	if meaning, ok := p.macros[name]; ok {
		return parseCondition(meaning, nil)
	}
	if bit, ok := words[name]; ok {
		return word{name, bit, false}, nil
	}
	if bit, ok := opposites[name]; ok {
		return word{name, bit, true}, nil
	}
	return nil, fmt.Errorf("the word %q is unknown", name)
}
