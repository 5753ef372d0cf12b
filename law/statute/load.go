package statute

import (
	"cmp"
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"balans/law/calendar"
)

//go:embed parameters.csv data/*.csv
var files embed.FS

// ErrFile is the error behind every file of parameters that cannot be read.
var ErrFile = errors.New("statute: the file of parameters cannot be read")

// The marks a file may use: made-up values are for files added with With.
const (
	marksOfProgram = "VSRIU"
	marksOfOthers  = "VSRIUF"
)

// Load is the parameters that are part of the program. It fails, with file and line, when
// two values of a parameter have a day in common, or when a name, unit, number, date or
// mark cannot be read.
func Load() (*Parameters, error) { return loadOnce() }

var loadOnce = sync.OnceValues(func() (*Parameters, error) { return load(files) })

func load(from fs.FS) (*Parameters, error) {
	text, err := fs.ReadFile(from, "parameters.csv")
	if err != nil {
		return nil, err
	}
	p, err := declare("parameters.csv", string(text))
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(from, "data/*.csv")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err = fs.ReadFile(from, name)
		if err != nil {
			return nil, err
		}
		p, err = p.with(name, string(text), marksOfProgram)
		if err != nil {
			return nil, err
		}
	}
	return p, nil
}

// With is the parameters with the values of one more file, such as the rates an agency
// adds or the made-up ones of a demonstration. The file has the form of the package
// comment; name stands in errors. A value that is known already is not replaced: a
// day in common is an error.
func (p *Parameters) With(name string, file io.Reader) (*Parameters, error) {
	text, err := io.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf("read parameters %s: %w", name, err)
	}
	return p.with(name, string(text), marksOfOthers)
}

func (p *Parameters) with(file, text, marks string) (*Parameters, error) {
	added, err := p.read(file, text, marks)
	if err != nil {
		return nil, err
	}
	values := maps.Clone(p.values)
	for _, e := range added {
		values[e.Name] = append(slices.Clone(values[e.Name]), e)
	}
	for _, entries := range values {
		slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Compare(a.From, b.From) })
		for i := 1; i < len(entries); i++ {
			a, b := entries[i-1], entries[i]
			if a.Period().Overlaps(b.Period()) {
				return nil, fault(b.file, b.line, "%s from %s has days in common with %s:%d", b.Name, b.From, a.file, a.line)
			}
		}
	}
	return &Parameters{declared: p.declared, byName: p.byName, values: values}, nil
}

// declare reads parameters.csv.
func declare(file, text string) (*Parameters, error) {
	p := &Parameters{byName: map[string]int{}, values: map[string][]entry{}}
	err := eachLine(file, text, "name,unit,law,about", func(line int, r []string) error {
		d := Parameter{Name: r[0], Unit: Unit(r[1]), Law: Ref(r[2]), About: r[3]}
		if _, twice := p.byName[d.Name]; twice || !isName(d.Name) {
			return fault(file, line, "%q is not a new name of a-z, 0-9 and _", d.Name)
		}
		if !d.Unit.isKnown() {
			return fault(file, line, "there is no unit %q", r[1])
		}
		if d.Law != "" {
			if err := d.Law.Check(); err != nil {
				return fault(file, line, "%w", err)
			}
		}
		if d.About == "" {
			return fault(file, line, "%s is to be explained", d.Name)
		}
		p.byName[d.Name] = len(p.declared)
		p.declared = append(p.declared, d)
		return nil
	})
	return p, err
}

// read reads one file of values; overlaps are looked for later.
func (p *Parameters) read(file, text, marks string) ([]entry, error) {
	var out []entry
	err := eachLine(file, text, "name,value,unit,from,to,source,confidence", func(line int, r []string) error {
		e := entry{file: file, line: line}
		e.Name, e.Unit, e.Source = r[0], Unit(r[2]), r[5]
		declared, known := p.byName[e.Name]
		if !known {
			return fault(file, line, "%q is not declared in parameters.csv", e.Name)
		}
		if u := p.declared[declared].Unit; e.Unit != u {
			return fault(file, line, "%s is declared in %s, not %q", e.Name, u, r[2])
		}
		var err error
		if e.Int64, err = e.Unit.parse(r[1]); err != nil {
			return fault(file, line, "%w", err)
		}
		if e.From, err = calendar.Parse(r[3]); err != nil {
			return fault(file, line, "from: %w", err)
		}
		e.To = calendar.None
		if r[4] != "" {
			if e.To, err = calendar.Parse(r[4]); err != nil {
				return fault(file, line, "to: %w", err)
			}
		}
		if e.Period().IsEmpty() {
			return fault(file, line, "to is before from")
		}
		if e.Source == "" {
			return fault(file, line, "the source is missing")
		}
		if len(r[6]) != 1 || !strings.Contains(marks, r[6]) {
			return fault(file, line, "confidence %q is not one of %s", r[6], marks)
		}
		e.Confidence = Confidence(r[6][0])
		out = append(out, e)
		return nil
	})
	return out, err
}

// eachLine reads a file with the given columns and gives every record with its line.
func eachLine(file, text, columns string, do func(line int, record []string) error) error {
	r := csv.NewReader(strings.NewReader(text))
	r.Comment = '#'
	r.FieldsPerRecord = strings.Count(columns, ",") + 1
	first := true
	for {
		record, err := r.Read()
		if err == io.EOF && !first {
			return nil
		}
		if err == io.EOF {
			return fault(file, 1, "the first line is to be %s", columns)
		}
		if err != nil {
			return fmt.Errorf("%w: %s: %w", ErrFile, file, err)
		}
		line, _ := r.FieldPos(0)
		if first {
			if strings.Join(record, ",") != columns {
				return fault(file, line, "the first line is to be %s", columns)
			}
			first = false
			continue
		}
		if err = do(line, record); err != nil {
			return err
		}
	}
}

func fault(file string, line int, format string, args ...any) error {
	return fmt.Errorf("%w: %s:%d: %w", ErrFile, file, line, fmt.Errorf(format, args...))
}

func isName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

func (u Unit) isKnown() bool {
	switch u {
	case Ore, Ppm, Days, Months, Years, Count, Day:
		return true
	}
	return false
}

// parse reads a value: a date, or a whole number without plus sign or leading zeros,
// negative only for a rate or an amount.
func (u Unit) parse(s string) (int64, error) {
	if u == Day {
		d, err := calendar.Parse(s)
		return int64(d), err
	}
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil || strconv.FormatInt(v, 10) != s {
		return 0, fmt.Errorf("%q is not a whole number", s)
	}
	if v < 0 && u != Ore && u != Ppm {
		return 0, fmt.Errorf("%s cannot be negative", u)
	}
	return v, nil
}
