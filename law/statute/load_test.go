package statute

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"balans/law/calendar"
)

const header = "name,value,unit,from,to,source,confidence\n"

func program(t testing.TB) *Parameters {
	t.Helper()
	p, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestNames_areExactlyTheDeclaredParameters(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "names.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.BasicLit); ok && s.Kind == token.STRING {
			name, err := strconv.Unquote(s.Value)
			if err != nil || named[name] {
				t.Errorf("%s twice, %v", s.Value, err)
			}
			named[name] = true
		}
		return true
	})
	for _, d := range program(t).Declared() {
		if !named[d.Name] {
			t.Errorf("%s has no constant", d.Name)
		}
		delete(named, d.Name)
		if again, err := program(t).Parameter(d.Name); err != nil || again != d {
			t.Errorf("%s: %+v, %v", d.Name, again, err)
		}
	}
	for name := range named {
		t.Errorf("%s is not declared", name)
	}
	if _, err := program(t).Parameter("nothing"); !errors.Is(err, ErrUndeclared) {
		t.Errorf("%v", err)
	}
	if _, err := program(t).All("nothing"); !errors.Is(err, ErrUndeclared) {
		t.Errorf("%v", err)
	}
}

func TestLoad_hasNoMadeUpOrUnsourcedValue(t *testing.T) {
	for name, values := range program(t).values {
		for _, v := range values {
			if v.Confidence == Fictitious || v.Confidence == Unsourced {
				t.Errorf("%s:%d: %s has the mark %s", v.file, v.line, name, v.Confidence)
			}
		}
	}
}

func TestLoad_saysFileAndLineOfAFault(t *testing.T) {
	const declared = "name,unit,range,law,about\nrate,ppm,,RANTEL 9,a rate\nlimit,ore,,,a limit\nborder,date,,,a border\nterm,days,,,a term\nswitch,count,0-1,,a switch\nparts,order,1-3,,an order\n"
	good := header + "rate,1,ppm,2020-01-01,,X,V\n"
	cases := []struct{ name, parameters, data, want string }{
		{"no declarations", "", good, "parameters.csv:1"},
		{"a foreign header", "a,b,c,d,e\n", good, "parameters.csv:1"},
		{"a name twice", declared + "rate,ppm,,,again\n", good, "parameters.csv:8"},
		{"a name with capitals", declared + "Rate,ppm,,,again\n", good, "parameters.csv:8"},
		{"an unknown unit", declared + "x,kg,,,weight\n", good, "parameters.csv:8"},
		{"a reference to no act", declared + "x,ppm,,ABC 1,x\n", good, "parameters.csv:8"},
		{"no explanation", declared + "x,ppm,,,\n", good, "parameters.csv:8"},
		{"a range of one number", declared + "x,count,1,,x\n", good, "parameters.csv:8"},
		{"a range that ends before it begins", declared + "x,count,2-1,,x\n", good, "parameters.csv:8"},
		{"a range with decimals", declared + "x,count,0-1.5,,x\n", good, "parameters.csv:8"},
		{"a range of dates", declared + "x,date,1-2,,x\n", good, "parameters.csv:8"},
		{"an order without parts", declared + "x,order,,,x\n", good, "parameters.csv:8"},
		{"an order of ten parts", declared + "x,order,1-10,,x\n", good, "parameters.csv:8"},
		{"an order from part 0", declared + "x,order,0-2,,x\n", good, "parameters.csv:8"},
		{"no header", declared, "rate,1,ppm,2020-01-01,,X,V\n", "data/a.csv:1"},
		{"an empty file", declared, "", "data/a.csv:1"},
		{"an undeclared name", declared, header + "x,1,ppm,2020-01-01,,X,V\n", "data/a.csv:2"},
		{"another unit", declared, header + "rate,1,ore,2020-01-01,,X,V\n", "data/a.csv:2"},
		{"a value with decimals", declared, header + "# a comment\nrate,1.5,ppm,2020-01-01,,X,V\n", "data/a.csv:3"},
		{"an empty value", declared, header + "rate,,ppm,2020-01-01,,X,V\n", "data/a.csv:2"},
		{"a value with a plus", declared, header + "rate,+1,ppm,2020-01-01,,X,V\n", "data/a.csv:2"},
		{"a value with a leading zero", declared, header + "rate,010,ppm,2020-01-01,,X,V\n", "data/a.csv:2"},
		{"a value out of range", declared, header + "rate,99999999999999999999,ppm,2020-01-01,,X,V\n", "data/a.csv:2"},
		{"negative days", declared, header + "term,-1,days,2020-01-01,,X,V\n", "data/a.csv:2"},
		{"a switch that is neither", declared, header + "switch,2,count,2020-01-01,,X,I\n", "data/a.csv:2"},
		{"an order with a part twice", declared, header + "parts,122,order,2020-01-01,,X,I\n", "data/a.csv:2"},
		{"an order with a part missing", declared, header + "parts,13,order,2020-01-01,,X,I\n", "data/a.csv:2"},
		{"an order with a part too many", declared, header + "parts,1234,order,2020-01-01,,X,I\n", "data/a.csv:2"},
		{"an order with a part 0", declared, header + "parts,120,order,2020-01-01,,X,I\n", "data/a.csv:2"},
		{"a negative order", declared, header + "parts,-123,order,2020-01-01,,X,I\n", "data/a.csv:2"},
		{"a number for a date", declared, header + "border,20220901,date,2020-01-01,,X,V\n", "data/a.csv:2"},
		{"no first day", declared, header + "rate,1,ppm,,,X,V\n", "data/a.csv:2"},
		{"a last day that does not exist", declared, header + "rate,1,ppm,2020-01-01,2020-02-30,X,V\n", "data/a.csv:2"},
		{"a last day before the first", declared, header + "rate,1,ppm,2020-01-02,2020-01-01,X,V\n", "data/a.csv:2"},
		{"no source", declared, header + "rate,1,ppm,2020-01-01,,,V\n", "data/a.csv:2"},
		{"no mark", declared, header + "rate,1,ppm,2020-01-01,,X,\n", "data/a.csv:2"},
		{"an unknown mark", declared, header + "rate,1,ppm,2020-01-01,,X,X\n", "data/a.csv:2"},
		{"two marks", declared, header + "rate,1,ppm,2020-01-01,,X,VS\n", "data/a.csv:2"},
		{"a made-up value", declared, header + "rate,1,ppm,2020-01-01,,X,F\n", "data/a.csv:2"},
		{"a column too few", declared, header + "rate,1,ppm,2020-01-01,,X\n", "data/a.csv"},
		{"an open value followed by another", declared, good + "rate,2,ppm,2021-01-01,,X,V\n", "data/a.csv:3"},
		{"one day in common", declared, header + "rate,1,ppm,2020-01-01,2020-06-30,X,V\nrate,2,ppm,2020-06-30,,X,V\n", "data/a.csv:3"},
		{"the same first day", declared, good + "rate,2,ppm,2020-01-01,,X,V\n", "data/a.csv:3"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := load(fstest.MapFS{
				"parameters.csv": {Data: []byte(c.parameters)},
				"data/a.csv":     {Data: []byte(c.data)},
			})
			if !errors.Is(err, ErrFile) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
	p, err := load(fstest.MapFS{
		"parameters.csv": {Data: []byte(declared)},
		"data/a.csv":     {Data: []byte(header + "rate,2,ppm,2021-01-01,,X,I\nrate,-1,ppm,2020-01-01,2020-12-31,\"X, Y\",U\n")},
		"data/b.csv":     {Data: []byte(header)},
		"data/c.csv":     {Data: []byte(header + "parts,312,order,2020-01-01,,X,I\nswitch,0,count,2020-01-01,2020-01-01,X,I\nswitch,1,count,2020-01-02,,X,I\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if v, err := p.Value("rate", calendar.New(2020, 12, 31)); err != nil || v.Int64 != -1 || v.Source != "X, Y" || v.Confidence != Unsourced {
		t.Errorf("%+v, %v", v, err)
	}
	if v, err := p.Value("parts", calendar.New(2020, 1, 1)); err != nil || v.Int64 != 312 {
		t.Errorf("%+v, %v", v, err)
	}
	if _, err = load(fstest.MapFS{}); err == nil {
		t.Error("no files are accepted")
	}
}

func TestWith_addsValuesAndLeavesTheOldSetAlone(t *testing.T) {
	p := program(t)
	on := calendar.New(2024, 6, 30)
	more, err := p.With("demo.csv", strings.NewReader(header+"state_lending_rate,30000,ppm,2024-01-01,2024-12-31,made up,F\n"))
	if err != nil {
		t.Fatal(err)
	}
	v, err := more.Value(StateLendingRate, on)
	if err != nil || v.Int64 != 30_000 || v.Confidence != Fictitious {
		t.Errorf("%+v, %v", v, err)
	}
	if _, err = p.Value(StateLendingRate, on); !errors.Is(err, ErrMissing) {
		t.Errorf("the program's own set has it too: %v", err)
	}
	_, err = p.With("demo.csv", strings.NewReader(header+"reference_rate,1,ppm,2024-03-01,2024-03-01,made up,F\n"))
	if !errors.Is(err, ErrFile) || !strings.Contains(err.Error(), "demo.csv:2") || !strings.Contains(err.Error(), "data/interest.csv:") {
		t.Errorf("a known value is replaced: %v", err)
	}
	_, err = p.With("demo.csv", broken{})
	if !errors.Is(err, errBroken) {
		t.Errorf("a file that cannot be read: %v", err)
	}
}

var errBroken = errors.New("broken")

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errBroken }

func TestReadActs_saysWhereTheListIsWrong(t *testing.T) {
	const head = "id,number,chapters,citation\n"
	for name, text := range map[string]string{
		"empty":               "",
		"a foreign header":    "a,b,c,d\n",
		"a lower-case id":     head + "sfb,1:1,yes,x\n",
		"no id":               head + ",1:1,yes,x\n",
		"an id twice":         head + "A,1:1,yes,x\nA,1:1,yes,x\n",
		"neither yes nor no":  head + "A,1:1,maybe,x\n",
		"no citation":         head + "A,1:1,yes,\n",
		"a column too few":    head + "A,1:1,yes\n",
		"a quote not closed":  head + "A,1:1,yes,\"x\n",
		"a number for an act": head + "A1,1:1,yes,x\n",
	} {
		if _, err := readActs(text); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

func FuzzReadParameters(f *testing.F) {
	f.Add(header + "reference_rate,1,ppm,1999-01-01,1999-06-30,X,V\n")
	f.Add(header + "# x\nregime_border,2022-09-01,date,1800-01-01,1800-01-02,\"X, Y\",F\n")
	f.Add(header + "due_days,-1,days,,,,\n")
	f.Add("name\r\n\"")
	p := program(f)
	f.Fuzz(func(t *testing.T, text string) {
		entries, err := p.read("fuzz.csv", text, marksOfOthers)
		if err != nil {
			if !errors.Is(err, ErrFile) {
				t.Fatalf("%v", err)
			}
			return
		}
		for _, e := range entries {
			if e.From == calendar.None || e.Period().IsEmpty() || e.Source == "" || e.line < 2 {
				t.Fatalf("%+v", e)
			}
		}
		if more, err := p.with("fuzz.csv", text, marksOfOthers); err == nil {
			for _, e := range entries {
				if v, err := more.Value(e.Name, e.From); err != nil || v != e.Value {
					t.Fatalf("%+v, %v; want %+v", v, err, e.Value)
				}
			}
		}
	})
}
