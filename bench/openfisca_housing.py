"""The month's housing allowance as an OpenFisca tax-benefit system.

Reads the parameters (JSON) and the households (CSV), and writes every amount. OpenFisca keeps
amounts as 32-bit floats, in kronor here; formulas compute with 64 bits and give 32, and what is
tried against a limit is first rounded to a hundredth of an öre.
"""

import json
import sys
import time

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import MONTH, YEAR
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

parameters_file, households_file, answers_file, month, times = sys.argv[1:]

Person = build_entity("person", "persons", "Person", is_person=True)
Household = build_entity(
    "household", "households", "Household",
    roles=[{"key": "adult", "plural": "adults", "label": "Adults"}],
)


def given(name, kind, period=MONTH, entity=Household):
    return type(name, (Variable,), {
        "value_type": kind, "entity": entity, "definition_period": period, "label": name,
    })


def kronor(amount):
    return np.asarray(amount, dtype=np.float64)


def whole_ore(amount):
    """To the nearest öre, halves up."""
    return np.floor(amount * 100 + 0.5 + 1e-7) / 100


def by_number(p, name, count, last):
    """The parameter name_1 to name_last, by a number that may be 0 or above the last."""
    values = [0.0] + [getattr(p, f"{name}_{i}") for i in range(1, last + 1)]
    return np.asarray(values)[np.minimum(count, last)]


class access_children(Variable):
    value_type, entity, definition_period, label = int, Household, MONTH, "access children whose home suffices"

    def formula(household, period, parameters):
        p = parameters(period)
        rooms, area = household("rooms", period), household("area", period)
        small = (area < p.housing_access_area) | ((rooms >= 0) & (rooms < p.housing_access_rooms))
        return np.where(small, 0, household("access", period))


class home_counted(Variable):
    value_type, entity, definition_period, label = int, Household, MONTH, "children at home that count"

    def formula(household, period, parameters):
        return np.minimum(household("home", period), parameters(period).housing_children_most)


class alternating_counted(Variable):
    value_type, entity, definition_period, label = int, Household, MONTH, "alternating children that count"

    def formula(household, period, parameters):
        left = parameters(period).housing_children_most - household("home_counted", period)
        return np.minimum(household("alternating", period), left)


class access_counted(Variable):
    value_type, entity, definition_period, label = int, Household, MONTH, "access children that count"

    def formula(household, period, parameters):
        left = parameters(period).housing_children_most - household("home_counted", period) - household("alternating_counted", period)
        return np.minimum(household("access_children", period), left)


class special_grant(Variable):
    value_type, entity, definition_period, label = float, Household, MONTH, "special grant"

    def formula(household, period, parameters):
        p = parameters(period)
        home, turns = household("home_counted", period), household("alternating_counted", period)
        beside = np.select(
            [turns == 0, (home == 1) & (turns == 1), (home == 1) & (turns == 2)],
            [0, p.housing_mixed_1_1, p.housing_mixed_1_2], p.housing_mixed_2_1)
        return np.where(home == 0, by_number(p, "housing_alternating", turns, 3), by_number(p, "housing_home", home, 3) + beside)


class access_grant(Variable):
    value_type, entity, definition_period, label = float, Household, MONTH, "access grant"

    def formula(household, period, parameters):
        p = parameters(period)
        n = household("access_counted", period)
        alone = household("home_counted", period) + household("alternating_counted", period) == 0
        return np.where(alone, by_number(p, "housing_access", n, 3), n * p.housing_access_beside)


class considered_cost(Variable):
    value_type, entity, definition_period, label = float, Household, MONTH, "cost after the area rule"

    def formula(household, period, parameters):
        p = parameters(period)
        cost, area = whole_ore(kronor(household("cost", period))), household("area", period)
        young = household("young", period)
        children = household("home", period) + household("alternating", period) + household("access_children", period)
        limit = np.where(young, p.housing_young_area, by_number(p, "housing_area", children, 5))
        limit = np.maximum(limit, household("accepted_area", period))
        always = np.where(young, 0, by_number(p, "housing_area_cost", children, 5))
        cut = np.maximum(whole_ore(cost * limit / area), np.minimum(cost, always))
        return np.where(area > limit, cut, cost)


class housing_grant(Variable):
    value_type, entity, definition_period, label = float, Household, MONTH, "grant to the cost of the dwelling"

    def formula(household, period, parameters):
        p = parameters(period)
        cost, accepted = whole_ore(kronor(household("considered_cost", period))), whole_ore(kronor(household("accepted_cost", period)))
        children = household("home", period) + household("alternating", period) + household("access_children", period)
        capped = np.minimum(cost, np.maximum(by_number(p, "housing_cost_cap", children, 3), accepted))
        family = p.housing_cost_share * np.maximum(capped - p.housing_cost_floor, 0)
        capped = np.minimum(cost, np.maximum(p.housing_young_cap, accepted))
        young = (p.housing_young_share_low * np.maximum(np.minimum(capped, p.housing_young_knee) - p.housing_young_floor, 0)
                 + p.housing_young_share_high * np.maximum(capped - p.housing_young_knee, 0))
        return np.select([household("young", period), children > 0], [young, family], 0)


class reduction_of_adult(Variable):
    value_type, entity, definition_period, label = float, Person, MONTH, "reduction by a parent's income"

    def formula(person, period, parameters):
        p = parameters(period)
        limit = np.where(person.household("spouses", period), p.housing_income_spouse, p.housing_income_single)
        return p.housing_reduction_share * np.maximum(kronor(person("income", period.this_year)) - limit, 0) / 12


class reduction(Variable):
    value_type, entity, definition_period, label = float, Household, MONTH, "reduction"

    def formula(household, period, parameters):
        p = parameters(period)
        family = household.sum(household.members("reduction_of_adult", period))
        limit = np.where(household("spouses", period), p.housing_young_income_spouses, p.housing_young_income_single)
        income = kronor(household.sum(household.members("income", period.this_year)))
        young = np.maximum(income - limit, 0) / p.housing_young_divisor / 12
        return np.where(household("young", period), young, family)


class housing_allowance(Variable):
    value_type, entity, definition_period, label = float, Household, MONTH, "housing allowance"

    def formula(household, period, parameters):
        before = (kronor(household("housing_grant", period)) + household("special_grant", period)
                  + household("access_grant", period) - household("reduction", period))
        enough = np.round(12 * before, 2) >= parameters(period).housing_year_minimum
        return np.where((before > 0) & enough, before, 0)


formulas = [access_children, home_counted, alternating_counted, access_counted, special_grant, access_grant,
            considered_cost, housing_grant, reduction_of_adult, reduction, housing_allowance]
numbers = ["home", "alternating", "access", "rooms", "area", "accepted_area"]
amounts = ["cost", "accepted_cost"]


def law():
    system = TaxBenefitSystem([Person, Household])
    with open(parameters_file) as f:
        system.parameters = ParameterNode("", data={
            name: {"values": {month + "-01": {"value": value}}} for name, value in json.load(f).items()})
    system.add_variable(given("income", float, YEAR, Person))
    for name in ["young", "spouses"]:
        system.add_variable(given(name, bool))
    for name in numbers:
        system.add_variable(given(name, int))
    for name in amounts:
        system.add_variable(given(name, float))
    for formula in formulas:
        system.add_variable(formula)
    return system


def spent(f):
    began = time.process_time()
    result = f()
    return result, time.process_time() - began


def build(system, table):
    builder = SimulationBuilder()
    builder.create_entities(system)
    couples = table["spouses"].astype(bool)
    households = np.arange(len(couples))
    members = np.concatenate([households, households[couples]])
    builder.declare_person_entity("person", range(len(members)))
    group = builder.declare_entity("household", households)
    builder.join_with_persons(group, members, np.zeros(len(members), dtype=int))
    simulation = builder.build(system)
    simulation.set_input("income", month[:4], np.concatenate([table["income"], table["spouse_income"][couples]]))
    for name in ["young", "spouses"]:
        simulation.set_input(name, month, table[name].astype(bool))
    for name in numbers + amounts:
        simulation.set_input(name, month, table[name])
    return simulation


def read():
    with open(households_file) as f:
        names = f.readline().strip().split(",")
        columns = np.loadtxt(f, delimiter=",", ndmin=2).T
    return dict(zip(names, columns))


table, reading = spent(read)
system = law()
building, computing = float("inf"), float("inf")
for _ in range(int(times)):
    simulation, took = spent(lambda: build(system, table))
    building = min(building, took)
    answers, took = spent(lambda: simulation.calculate("housing_allowance", month))
    computing = min(computing, took)
np.asarray(answers, dtype="<f8").tofile(answers_file)
print(json.dumps({"Read": reading, "Build": building, "Compute": computing, "Numpy": np.__version__}))
