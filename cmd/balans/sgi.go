package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/sgi"
	"balans/recover/claim"
)

var sgiCommand = command{
	name: "sgi", args: "[words [sv] | timeline FILE | income FILE | income --employment AMOUNT …]", summary: "the income that benefits rest on (SGI), and whether it is protected",
	long: `A person's history, or the facts of a determination, is a text file that a case worker can read and write,
each line of it in Swedish or English: sista arbetsdag: 2026-01-31 is the same as last work: 2026-01-31.
  balans sgi                                       how a text is written, two to begin with, and every word in both languages
  balans sgi words                                 every word in both languages
  balans sgi words sv                              how a text is written, in Swedish
  balans sgi timeline history.txt                  verdict, ruler, what is missing, what was rejected, the next day
  balans sgi timeline history.txt --on 2026-06-30  another day than the text asks about
  balans sgi timeline history.txt --lang en        the same in English
  balans sgi timeline history.txt --json           the same for a program, in both languages; amounts are öre
  balans sgi income facts.txt                      the SGI, step by step, and what each benefit rests on
  balans sgi income --employment 360050 --other 150000 --on 2026-03-02

timeline tells whether an SGI is protected while the person does not work (SFB 26 kap.), day by day: protected, redetermined
(work gave a new one), partial, manual (a person decides), or lost. Where the law is open both readings are told and the
kinder is used. Nothing is stored, and no person's number is needed. With flags, income takes --employment and --other as
sums that last, of a person who is insured; a file can say more.

What a text expects in lines that begin with then is compared. The exit code is 1 when an answer differs, or when the
text cannot be understood: the line and what is expected there are told, in the language of the line. The answer is in Swedish, or with --lang en
in English. The law is that of the program, or with --db
with the agency's own values (balans help law).`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &sgiOptions{}
		fs.StringVar(&o.db.dsn, "db", "", "take the agency's own parameters from this journal, a `FILE` or postgres://user:password@host/database")
		fs.Var(&o.on, "on", "the `DATE` that is asked about (default: what the file says)")
		fs.StringVar(&o.lang, "lang", string(sgi.Swedish), "timeline, income: language of the answer, sv or en")
		fs.BoolVar(&o.json, "json", false, "print JSON")
		fs.StringVar(&o.employment, "employment", "", "income: `AMOUNT` of employment a year, in kronor")
		fs.StringVar(&o.other, "other", "", "income: `AMOUNT` of other work a year, in kronor")
		return o.run
	},
}

type sgiOptions struct {
	db                database
	on                dateFlag
	json              bool
	employment, other string
	lang              string
}

func (o *sgiOptions) run(ctx context.Context, t *terminal, args []string) error {
	if len(args) == 0 || args[0] == "words" {
		return o.words(t, args)
	}
	if o.lang != string(sgi.Swedish) && o.lang != string(sgi.English) {
		return usage("--lang takes sv or en, not %q", o.lang)
	}
	direct := o.employment != "" || o.other != ""
	var file *sgi.File
	var err error
	switch {
	case args[0] != "timeline" && args[0] != "income":
		return usage("write balans sgi timeline FILE or balans sgi income FILE, or balans sgi alone to see how a text is written, or balans sgi words to see every word")
	case direct && (args[0] != "income" || len(args) > 1):
		return usage("--employment and --other are for balans sgi income without a file")
	case direct:
		file, err = o.direct()
	case len(args) != 2:
		return usage("balans sgi %s takes one file", args[0])
	default:
		file, err = o.read(args[0], args[1])
	}
	if err != nil {
		return err
	}
	p, err := o.law(ctx)
	if err != nil {
		return err
	}
	result, determined, differences, err := file.Run(p)
	if err != nil {
		return explainSGI(err)
	}
	switch {
	case o.json && result != nil:
		err = printJSON(t.out, struct {
			*sgi.Result
			Parameters []sgiParameter `json:"parameters"`
		}{result, sgiParameters(result.Used)})
	case o.json:
		err = printJSON(t.out, struct {
			*sgi.Determination
			Parameters []sgiParameter `json:"parameters"`
		}{determined, sgiParameters(determined.Used)})
	case result != nil:
		err = printTimeline(t.out, sgi.Language(o.lang), file.History, result)
	default:
		err = printIncome(t.out, sgi.Language(o.lang), file.Facts, determined)
	}
	if err != nil {
		return err
	}
	return expected(t, o, file, args, differences)
}

// words tells how a text is written.
func (o *sgiOptions) words(t *terminal, args []string) error {
	switch {
	case len(args) == 0:
		if err := sgi.Teach(t.out, sgi.English); err != nil {
			return err
		}
		fmt.Fprintln(t.out)
		return sgi.Words(t.out)
	case len(args) == 1:
		return sgi.Words(t.out)
	case len(args) == 2 && (args[1] == string(sgi.Swedish) || args[1] == string(sgi.English)):
		return sgi.Teach(t.out, sgi.Language(args[1]))
	}
	return usage("balans sgi words shows every word in both languages; balans sgi words sv tells in Swedish how a text is written, and en in English")
}

// expected tells how the answers that a text states came out. They are about the text's
// own day.
func expected(t *terminal, o *sgiOptions, file *sgi.File, args []string, differences []sgi.Difference) error {
	if o.on.set || len(file.Expect) == 0 {
		return nil
	}
	for _, d := range differences {
		fmt.Fprintf(t.err, "%s: %s\n", args[1], d)
	}
	if len(differences) > 0 {
		return fmt.Errorf("%d of %s are not as the text states", len(differences), counted(len(file.Expect), "answer"))
	}
	if !o.json {
		if n := len(file.Expect); o.lang == string(sgi.English) {
			fmt.Fprintf(t.out, "\n%s compared, all as the text states.\n", counted(n, "answer"))
		} else {
			fmt.Fprintf(t.out, "\n%s svar jämförda, alla som texten säger.\n", number(int64(n)))
		}
	}
	return nil
}

// explainSGI says of a value that is not known how it is given.
func explainSGI(err error) error {
	var missing *statute.MissingError
	if errors.As(err, &missing) {
		return fmt.Errorf("%w; when the agency knows it, record it with balans law FILE and name the journal with --db", err)
	}
	return err
}

// law is the parameters of the program, with the agency's own where a journal is named.
func (o *sgiOptions) law(ctx context.Context) (*statute.Parameters, error) {
	if o.db.dsn == "" {
		return statute.Load()
	}
	j, err := o.db.open(ctx, false)
	if err != nil {
		return nil, err
	}
	defer j.Close()
	book, err := claim.ReadLaw(ctx, j)
	if err != nil {
		return nil, err
	}
	return book.Parameters(calendar.InstantOf(j.Now())), nil
}

// read reads a file of the sort that the word asks for.
func (o *sgiOptions) read(word, name string) (*sgi.File, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	file, err := sgi.Read(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w; `balans sgi words` shows all words", name, err)
	}
	switch {
	case word == "timeline" && file.History == nil:
		return nil, fmt.Errorf("%s is the facts of a determination; balans sgi income reads it", name)
	case word == "income" && file.Facts == nil:
		return nil, fmt.Errorf("%s is a history; balans sgi timeline reads it", name)
	}
	if o.on.set && file.History != nil {
		file.History.On = o.on.Date
	}
	if o.on.set && file.Facts != nil {
		file.Facts.On = o.on.Date
	}
	return file, nil
}

// direct is the facts that flags state.
func (o *sgiOptions) direct() (*sgi.File, error) {
	if !o.on.set {
		return nil, usage("--on is the day the SGI is to apply from, such as --on 2026-03-02")
	}
	facts := &sgi.Facts{On: o.on.Date, Insured: sgi.Yes, Lasting: sgi.Yes}
	for _, p := range []struct {
		name, text string
		kind       sgi.PayKind
	}{{"employment", o.employment, sgi.Employment}, {"other", o.other, sgi.Other}} {
		if p.text == "" {
			continue
		}
		a, err := money.Parse(p.text)
		if err != nil || a < 0 {
			return nil, usage("--%s %s is not an amount in kronor, such as 360050", p.name, p.text)
		}
		facts.Pay = append(facts.Pay, sgi.Pay{Kind: p.kind, Yearly: a})
	}
	return &sgi.File{Facts: facts}, nil
}

// sgiParameter is a value of law that an answer rests on.
type sgiParameter struct {
	Name       string        `json:"name"`
	Value      string        `json:"value"`
	Unit       statute.Unit  `json:"unit"`
	From       calendar.Date `json:"from"`
	To         calendar.Date `json:"to"`
	Source     string        `json:"source"`
	Confidence string        `json:"confidence"`
}

func sgiParameters(used []statute.Value) []sgiParameter {
	all := make([]sgiParameter, len(used))
	for i, v := range used {
		all[i] = sgiParameter{v.Name, v.Text(), v.Unit, v.From, v.To, v.Source, v.Confidence.String()}
	}
	return all
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

func joinRefs(refs []statute.Ref) string {
	all := make([]string, 0, len(refs))
	for _, r := range refs {
		if len(all) == 0 || all[len(all)-1] != string(r) {
			all = append(all, string(r))
		}
	}
	return strings.Join(all, ", ")
}
