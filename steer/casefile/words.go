package casefile

import (
	"fmt"
	"strings"
)

// word is one of the words of the language: what may stand before a colon.
type word struct {
	name  string   // a last word in capitals stands for what the case names there
	about string   // what it is, in a sentence
	after []string // the questions that it is an answer to; none for all but "then"
	asks  bool     // a question, or a fact recorded
	early bool     // a question that sees what was given before it is imported; others import it first
	do    func(r *run, b *block) error
}

// words is the language. A new fact is a "given", a new question a "when", a new
// answer a "then": a row here, and the function that carries it out.
var words []*word

func init() {
	words = []*word{
		{name: "case", about: "what the case shows, in a sentence", do: (*run).title},
		{name: "source", about: "the paragraph or the reading it rests on", do: (*run).source},
		{name: "given claims", about: "lines of the claims file of balans import", do: (*run).giveClaims},
		{name: "given events", about: "lines of the events file of balans import; facts as another system booked them", do: (*run).giveEvents},
		{name: "given parameters", about: "rates, limits and fees that hold in this case: " + parameterHeader, do: (*run).giveParameters},
		{name: "warned", about: "what the import warns of, a line each: CLAIM EVENT RULE", do: (*run).warn},

		{name: "when imported", about: "what was given is imported now, to see whether it can be", asks: true, early: true, do: (*run).tryImport},
		{name: "then imported", about: "3 claims, 5 events", after: []string{"when imported"}, do: (*run).thenImported},
		{name: "then not imported", about: "nothing is; below it, parts of the reasons, each naming the line as LINE N", after: []string{"when imported"}, do: (*run).thenNotImported},

		{name: "when recorded", about: "daily work, through the guards: KIND on DATE for CLAIM, amount 1 000,00, …, known at DATE", asks: true, do: (*run).record},
		{name: "then refused", about: "the guard or rule that stops the last fact, a plan or a payment; below it, words its reason must have", after: []string{"when recorded", "when plan proposed", "when received", "when deduction"}, do: (*run).thenRefused},
		{name: "then recorded", about: "the last fact is stored; or: nothing new, when its key was used before", after: []string{"when recorded"}, do: (*run).thenRecorded},

		{name: "when report", about: "the report on claims: as of DATE, known at DATE, NAME=VALUE …", asks: true, do: (*run).askReport},
		{name: "then figures", about: "a table of figures: " + strings.Join(figureColumns, " | "), after: []string{"when report"}, do: (*run).thenFigures},
		{name: "then behind FIGURE", about: "the claims that a figure opens to, in any order", after: []string{"when report"}, do: (*run).thenBehind},

		{name: "then flows REGIME", about: "how the stock of old or of new claims changed, a table: " + strings.Join(flowColumns, " | "), after: []string{"when report"}, do: (*run).thenFlows},
		{name: "when share", about: "whole per cent as a report prints them: PART of WHOLE", asks: true, do: (*run).askShare},
		{name: "then share", about: "22 %, or none", after: []string{"when share"}, do: (*run).thenShare},

		{name: "when account", about: "a claim's money: CLAIM on DATE, known at DATE", asks: true, do: (*run).askAccount},
		{name: "then balances", about: "a table in kronor: " + strings.Join(balanceColumns, " | "), after: []string{"when account"}, do: (*run).thenBalances},
		{name: "then payment EVENT", about: "where a payment went: principal 693,01, interest 136,99, fee 170,00", after: []string{"when account"}, do: (*run).thenPayment},
		{name: "when limitation", about: "CLAIM on DATE, known at DATE, for DEBTOR", asks: true, do: (*run).askLimitation},
		{name: "when deadlines", about: "CLAIM on DATE, known at DATE", asks: true, do: (*run).askDeadlines},
		{name: "then last day", about: "of limitation, or to ask for reconsideration: DATE, none, or none while pending", after: []string{"when limitation", "when deadlines"}, do: (*run).thenLastDay},
		{name: "then chain", about: "a table of what began, interrupted and extended the time: " + strings.Join(chainColumns, " | "), after: []string{"when limitation"}, do: (*run).thenChain},
		{name: "then due", about: "the due date: DATE or none", after: []string{"when deadlines"}, do: (*run).thenDay},
		{name: "then served", about: "the day of service: DATE or none", after: []string{"when deadlines"}, do: (*run).thenDay},
		{name: "then final", about: "the first day of final force: DATE or none", after: []string{"when deadlines"}, do: (*run).thenDay},
		{name: "then earliest hand-over", about: "the first day it may be handed over to Kronofogden: DATE or none", after: []string{"when deadlines"}, do: (*run).thenDay},

		{name: "when standing", about: "where a claim stands: CLAIM on DATE, known at DATE", asks: true, do: (*run).askStanding},
		{name: "then shown", about: "the one status a person sees, and after commas what is shown beside it", after: []string{"when standing"}, do: (*run).thenShown},
		{name: "then machines", about: "legal final, service served, collection overdue, handover none, plan none, contest none, money open", after: []string{"when standing"}, do: (*run).thenMachines},
		{name: "then debtors", about: "how far the decision has reached each: DEBTOR served, DEBTOR sent", after: []string{"when standing"}, do: (*run).thenDebtors},
		{name: "then contradictions", about: "none, or a part of each, a line for each; none is expected where nothing is said", after: []string{"when standing"}, do: (*run).thenContradictions},
		{name: "then unexpected", about: "events that came where they were not expected; none where nothing is said", after: []string{"when standing"}, do: (*run).thenUnexpected},

		{name: "when worklist", about: "a work list: LIST on DATE, known at DATE", asks: true, do: (*run).askWorklist},
		{name: "then on it", about: "the claims on the list, in any order; or none", after: []string{"when worklist"}, do: (*run).thenOnIt},
		{name: "then in order", about: "the claims on the list, the first to be done first", after: []string{"when worklist"}, do: (*run).thenInOrder},
		{name: "then score CLAIM", about: "its priority: age 1×2 + size 5×3 + origin 10×2 + debtor 10×2 + limitation 0×4 = 57", after: []string{"when worklist"}, do: (*run).thenScore},
		{name: "when night", about: "the nightly run is carried out: DATE, known at DATE", asks: true, do: (*run).askNight},
		{name: "then proposed", about: "CLAIM LIST …, a line for each claim; none; or " + runBefore, after: []string{"when night"}, do: (*run).thenProposed},

		{name: "when plan proposed", about: "what a plan would be: CLAIM … on DATE, monthly 1 000, first DATE, …", asks: true, do: (*run).askPlan},
		{name: "then instalments", about: "a table of every one: " + strings.Join(instalmentColumns, " | "), after: []string{"when plan proposed"}, do: (*run).thenInstalments},
		{name: "then sums", about: "of the plan: debt 12 000, interest 336,41, notices 180, fee-max 0, paid 12 516,41", after: []string{"when plan proposed"}, do: (*run).thenSums},
		{name: "when received", about: "a payment for all claims of the case: AMOUNT from DEBTOR on DATE, for CLAIM, known at DATE", asks: true, do: (*run).receive},
		{name: "then divided", about: "where it went, in order: CLAIM 3 333,08 because RULE; and last what is left: rest 12,50", after: []string{"when received"}, do: (*run).thenDivided},
		{name: "then passed over", about: "CLAIM CODE, a line for each that got less than is owed on it, and why; or none", after: []string{"when received"}, do: (*run).thenPassed},
		{name: "when deduction", about: "may it be made: CLAIM on DATE, amount 100, of 6 000, benefit NAME, to DEBTOR, barred REASON", asks: true, do: (*run).askDeduction},
		{name: "then allowed", about: "nothing stops it", after: []string{"when deduction"}, do: (*run).thenAllowed},
		{name: "when maintenance", about: "a maintenance debt: on DATE, yearly AMOUNT, room AMOUNT; or missed DATE, paid DATE, …", asks: true, do: (*run).askMaintenance},
		{name: "then instalment", about: "its amount a month", after: []string{"when maintenance"}, do: (*run).thenInstalment},
		{name: "then to be paid", about: "due dates of the one missed and of those to be paid with it", after: []string{"when maintenance"}, do: (*run).thenToBePaid},
		{name: "then pay by", about: "the last day to pay them", after: []string{"when maintenance"}, do: (*run).thenPayBy},
		{name: "then whole debt due", about: "the day the whole debt falls due, or none", after: []string{"when maintenance"}, do: (*run).thenWholeDebtDue},
	}
}

// find is the word that a block begins with.
func (r *run) find(b *block) (*word, error) {
	for _, w := range words {
		name, takes := w.name, false
		if i := strings.LastIndexByte(name, ' '); i > 0 && name[i+1:] == strings.ToUpper(name[i+1:]) {
			name, takes = name[:i], true
		}
		switch {
		case !takes && b.head == name:
		case takes && strings.HasPrefix(b.head, name+" "):
			b.arg = strings.TrimPrefix(b.head, name+" ")
		default:
			continue
		}
		if len(w.after) == 0 {
			return w, nil
		}
		for _, q := range w.after {
			if r.question != nil && r.question.name == q {
				return w, nil
			}
		}
	}
	known := "the words are " + strings.Join(names(), ", ")
	if strings.HasPrefix(b.head, "then ") {
		if r.question == nil {
			return nil, r.fault(b.line, "%q answers no question: a line that begins with when is to come first", b.head)
		}
		known = fmt.Sprintf("after %q follow %s", r.question.name, strings.Join(answers(r.question.name), ", "))
	}
	return nil, r.fault(b.line, "%q is not known here; %s", b.head, known)
}

// names are all words but the answers.
func names() (out []string) {
	for _, w := range words {
		if len(w.after) == 0 {
			out = append(out, w.name)
		}
	}
	return out
}

// answers are the words that can follow a question.
func answers(question string) (out []string) {
	for _, w := range words {
		for _, q := range w.after {
			if q == question {
				out = append(out, w.name)
			}
		}
	}
	return out
}

// title takes what the case shows.
func (r *run) title(b *block) error {
	if r.result.Case != "" || b.rest == "" {
		return r.fault(b.line, "case: is followed by what the case shows, once")
	}
	r.result.Case = b.rest
	return nil
}

// source takes what the case rests on.
func (r *run) source(b *block) error {
	if r.result.Source != "" || b.rest == "" {
		return r.fault(b.line, "source: is followed by the paragraph or the reading, once")
	}
	r.result.Source = b.rest
	return nil
}

// Words lists every word, as it stands before a colon; a last word in capitals
// stands for what the case names there.
func Words() (all []string) {
	for _, w := range words {
		all = append(all, w.name)
	}
	return all
}
