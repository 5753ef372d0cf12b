package access

import "strings"

// RolesTable is every function by every role as a table in Markdown: x where the role holds
// it. It is docs/access.md, and what `balans access roles` prints.
func RolesTable(l Language) string {
	var b strings.Builder
	line := func(cells ...string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	head, rule := []string{"", l.text("vad", "what")}, []string{"---", "---"}
	for _, r := range roles {
		head, rule = append(head, r.Text(l)), append(rule, ":-:")
	}
	line(head...)
	line(rule...)
	for _, f := range functions {
		cells := []string{"`" + f.Name + "`", f.Text(l)}
		for _, r := range roles {
			mark := " "
			if r.Has(f.Name) {
				mark = "x"
			}
			cells = append(cells, mark)
		}
		line(cells...)
	}
	return b.String()
}

// rulesTable is every rule with the words of its refusal, in Markdown.
func rulesTable() string {
	var b strings.Builder
	b.WriteString("| rule | what the person reads | what it says | a way past |\n| --- | --- | --- | --- |\n")
	for _, r := range []Rule{RuleStaff, RuleNever, RuleRole, RuleOwn, RuleFamily, RuleUnknown, RuleProtected, RuleBenefit, RuleUnit} {
		past := "none"
		if r == RuleBenefit || r == RuleUnit {
			past = "an override: a reason, an end, reviewed by another"
		}
		words := reasons[ruleKeys[r]]
		b.WriteString("| " + string(r) + " | " + words.sv + " | " + words.en + " | " + past + " |\n")
	}
	return b.String()
}
