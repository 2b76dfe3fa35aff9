-- Offices, organisations, collectors, the calendar and the policies. Keys compare by code point.

CREATE TABLE offices (
    office_code text COLLATE "C" PRIMARY KEY,
    office_name text NOT NULL,
    parent_code text COLLATE "C",
    valid_from date,
    valid_to date,
    successor_code text COLLATE "C",
    name_sort text COLLATE "C" GENERATED ALWAYS AS (sort_key(office_name)) STORED,
    name_search text COLLATE "C" GENERATED ALWAYS AS (search_key(office_name)) STORED
);

CREATE TABLE organizations (
    org_code text COLLATE "C" PRIMARY KEY,
    org_name text NOT NULL,
    name_sort text COLLATE "C" GENERATED ALWAYS AS (sort_key(org_name)) STORED,
    name_search text COLLATE "C" GENERATED ALWAYS AS (search_key(org_name)) STORED
);

CREATE TABLE collectors (
    collector_code text COLLATE "C" PRIMARY KEY,
    collector_name text NOT NULL,
    org_code text COLLATE "C" NOT NULL,
    office_code text COLLATE "C" NOT NULL,
    -- People move: the offices where payments name this collector, kept by the import, so that a
    -- director reads the same name as the city does.
    seen_in text[] NOT NULL DEFAULT '{}',
    name_sort text COLLATE "C" GENERATED ALWAYS AS (person_sort_key(collector_name)) STORED,
    name_search text COLLATE "C" GENERATED ALWAYS AS (search_key(collector_name)) STORED
);

-- Overrides of the public calendar, as imported.
CREATE TABLE calendar_overrides (
    day date PRIMARY KEY,
    working boolean NOT NULL,
    note text
);

-- One row a day. A year is filled once; "public_source" names what filled it. "number" counts the
-- working days up to and including the day, so that a lag is a subtraction.
CREATE TABLE calendar (
    day date PRIMARY KEY,
    public_working boolean NOT NULL,
    public_source text NOT NULL,
    working boolean NOT NULL,
    number integer NOT NULL,
    note text
);

-- org_code '' = every organisation; an organisation's own policy wins.
CREATE TABLE policies (
    name text COLLATE "C" NOT NULL,
    org_code text COLLATE "C" NOT NULL DEFAULT '',
    valid_from date NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (name, org_code, valid_from)
);
