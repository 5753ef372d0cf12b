package staff

import (
	"bytes"
	"strings"

	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/steer/indicator"
)

// figure names a figure so that it can stand alone.
func (t translate) figure(f indicator.Figure) string {
	name := t.either(f.Sv, f.En)
	of, ok := indicator.FigureByID(f.Of)
	if !ok || f.Of == "stock" {
		return name
	}
	first, size := []rune(name)[0], len(string([]rune(name)[:1]))
	return t.either(of.Sv, of.En) + ", " + lower(first) + name[size:]
}

func lower(r rune) string { return string(bytes.ToLower([]byte(string(r)))) }

// benefit is the name of a benefit; None is all of them.
func (t translate) benefit(b benefit.Code) string {
	if !b.IsKnown() {
		return t("benefit.all")
	}
	return t.either(b.NameSv(), b.NameEn())
}

// deviations names the readings that are not the usual ones: "A3 bådas".
func (t translate) deviations(c indicator.Choice) string {
	var words []string
	for _, p := range indicator.Parameters() {
		if o := c.Option(&p); o.Value != p.Options[0].Value {
			words = append(words, p.ID+" "+t.either(p.Sv+" "+o.Sv, p.En+" "+o.En))
		}
	}
	return strings.Join(words, "; ")
}

// mode is how an event came about, in words where they are known.
func (t translate) mode(m string) string {
	if _, ok := texts["mode."+m]; ok {
		return t("mode." + m)
	}
	return m
}

// definition is a figure's condition in words.
func (t translate) definition(where string) string {
	var b strings.Builder
	not := ""
	for _, token := range strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ").Replace(where)) {
		text := token
		switch {
		case token == "not":
			not = "not."
			continue
		case token != "(" && token != ")":
			text = t("word." + not + token)
		case not != "":
			text = t("word.not") + " " + text
		}
		not = ""
		if b.Len() > 0 && token != ")" && !strings.HasSuffix(b.String(), "(") {
			b.WriteByte(' ')
		}
		b.WriteString(text)
	}
	return b.String()
}

// rule is a guard in words.
func (t translate) rule(r *claim.Rule) string { return t.either(t("rule."+r.ID), r.Says) }
