package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"balans/law/statute"
	"balans/prevent/housing"

	_ "embed"
)

//go:embed openfisca_housing.py
var openfiscaScript string

// openfiscaVersion is the last that does with the packages of Debian 12.
const openfiscaVersion = "41.5.7"

// openfiscaTimes is how many times OpenFisca builds and computes; the least is told.
const openfiscaTimes = 3

// openfisca lets OpenFisca compute the same months, and compares every amount.
func (b *bench) openfisca(m *months, law *statute.Parameters) error {
	dir := filepath.Join(b.dir, "openfisca")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	python, err := b.python(dir)
	if err != nil {
		fmt.Println("  " + err.Error())
		return nil
	}
	script, parameters, households, answers := filepath.Join(dir, "housing.py"), filepath.Join(dir, "parameters.json"), filepath.Join(dir, "households.csv"), filepath.Join(dir, "answers")
	if err := errors.Join(os.WriteFile(script, []byte(openfiscaScript), 0o644), writeParameters(law, parameters), m.write(households)); err != nil {
		return err
	}
	python.Args = append(python.Args, script, parameters, households, answers, housingMonth.String()[:7], fmt.Sprint(openfiscaTimes))
	var errs bytes.Buffer
	python.Stderr = &errs
	out, err := python.Output()
	if err != nil {
		return fmt.Errorf("OpenFisca: %w: %s", err, errs.String())
	}
	var took struct {
		Read, Build, Compute float64
		Numpy                string
	}
	if err := json.Unmarshal(out, &took); err != nil {
		return fmt.Errorf("OpenFisca said %q: %w", out, err)
	}
	given, err := m.compare(answers)
	if err != nil {
		return err
	}
	seconds := func(s float64) spent { return spent{cpu: time.Duration(s * 1e9)} }
	compute, build := seconds(took.Compute), seconds(took.Build)
	row("  OpenFisca, compute", compute.cpu, "cpu, with NumPy %s; %s as long as amounts alone, %s as with the explanation; all %d answers equal to the öre, %d of them above 0", took.Numpy, m.bare.times(compute), m.kept.times(compute), len(m.amounts), given)
	row("  OpenFisca, build and compute", build.cpu+compute.cpu, "cpu; %s and %s as long; reading the households %s more", m.bare.times(build.plus(compute)), m.kept.times(build.plus(compute)), seconds(took.Read).cpu.Round(10*time.Millisecond))
	return nil
}

// python is the interpreter with OpenFisca: by pip in an environment of its own, or with the
// folder that was named. That holds the packages openfisca_core, dpath and strenum; the rest of
// what OpenFisca needs are Debian's python3-numpy, -numexpr, -pendulum, -psutil, -pytest,
// -sortedcontainers, -typing-extensions and -yaml.
func (b *bench) python(dir string) (*exec.Cmd, error) {
	if b.openfiscaAt != "" {
		python := exec.CommandContext(b.ctx, "/usr/bin/python3")
		python.Env = append(os.Environ(), "PYTHONPATH="+b.openfiscaAt)
		return python, nil
	}
	home := filepath.Join(dir, "venv")
	if err := exec.CommandContext(b.ctx, "python3", "-m", "venv", home).Run(); err != nil {
		return nil, fmt.Errorf("OpenFisca is left out: there is no Python with venv here (%w)", err)
	}
	pip := exec.CommandContext(b.ctx, filepath.Join(home, "bin", "pip"), "install", "--quiet", "--retries", "1", "--timeout", "15", "OpenFisca-Core=="+openfiscaVersion, "numpy<2")
	if said, err := pip.CombinedOutput(); err != nil {
		lines := strings.Split(strings.TrimSpace(string(said)), "\n")
		return nil, fmt.Errorf("OpenFisca is left out: pip cannot fetch it here (%s); a folder with its source is named by -openfisca", lines[len(lines)-1])
	}
	return exec.CommandContext(b.ctx, filepath.Join(home, "bin", "python")), nil
}

// writeParameters writes what the rule rests on, by name: kronor, shares and numbers.
func writeParameters(law *statute.Parameters, file string) error {
	all := map[string]float64{}
	for _, name := range housing.Parameters() {
		v, err := law.Value(name, housingMonth)
		if err != nil {
			return err
		}
		all[name] = float64(v.Int64)
		switch v.Unit {
		case statute.Ore:
			all[name] /= 100
		case statute.Ppm:
			all[name] /= 1_000_000
		}
	}
	text, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o644)
}

// write writes the months as a table.
func (m *months) write(file string) error {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	defer out.Close()
	w := bufio.NewWriter(out)
	fmt.Fprintln(w, "young,spouses,home,alternating,access,rooms,area,accepted_area,cost,accepted_cost,income,spouse_income")
	bit := map[bool]int{true: 1}
	for i := range m.households {
		h, base := &m.households[i], &m.incomes[i]
		fmt.Fprintf(w, "%d,%d,%d,%d,%d,%d,%d,%d,%.2f,%.2f,%.2f,%.2f\n", bit[h.Form == housing.Young], bit[h.Spouses], h.Home, h.Alternating, h.Access, h.Rooms, h.Area, h.AcceptedArea,
			float64(h.Cost)/100, float64(h.AcceptedCost)/100, float64(base[0])/100, float64(base[1])/100)
	}
	return errors.Join(w.Flush(), out.Close())
}

// compare holds every amount against OpenFisca's, which are kronor, and gives how many are
// above nothing.
func (m *months) compare(file string) (given int, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	theirs := make([]float64, len(m.amounts))
	if _, err := binary.Decode(text, binary.LittleEndian, theirs); err != nil {
		return 0, fmt.Errorf("OpenFisca gave %d bytes of answers for %d months: %w", len(text), len(theirs), err)
	}
	const half = 0.005 // an öre
	one := float64(housing.Of(100))
	for i, ours := range m.amounts {
		if d := float64(ours)/one - theirs[i]; math.Abs(d) > half || (ours > 0) != (theirs[i] > 0) {
			return 0, fmt.Errorf("OpenFisca gives another answer: month %d is %s and OpenFisca says %.4f; %+v with %v", i, ours.Kronor(), theirs[i], m.households[i], m.incomes[i])
		}
		if ours > 0 {
			given++
		}
	}
	return given, nil
}
