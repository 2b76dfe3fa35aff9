-- Functions that tables and policies use. They depend on their arguments alone, except my_offices(),
-- which reads the scope of the transaction.

ALTER DEFAULT PRIVILEGES FOR ROLE bhxh_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- Every day boundary is Asia/Ho_Chi_Minh.
CREATE FUNCTION local_day(moment timestamptz) RETURNS date
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (moment AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;

-- Confirmation codes are compared by letters and digits only, without case.
CREATE FUNCTION code_key(code text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN upper(regexp_replace(code COLLATE pg_c_utf8, '[^[:alnum:]]', '', 'g'));

-- A name without diacritics and case, for searching.
CREATE FUNCTION search_key(name text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN translate(
        lower(regexp_replace(normalize(name, NFD), '[\u0300-\u036f]', '', 'g') COLLATE pg_c_utf8),
        'đ', 'd'
    );

-- Vietnamese alphabetical order as bytes: a < ă < â, d < đ, e < ê, o < ô < ơ, u < ư; where the
-- letters are alike the tones decide, in the order ngang, huyền, hỏi, ngã, sắc, nặng.
CREATE FUNCTION sort_key(name text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN translate(
        replace(
            regexp_replace(
                lower(normalize(name, NFD) COLLATE pg_c_utf8), '[\u0300\u0309\u0303\u0301\u0323]', '', 'g'
            ), 'đ', 'd{'
        ), U&'\0306\0302\031B', '{|}'
    ) || U&'\0001' || translate(
        lower(normalize(name, NFD) COLLATE pg_c_utf8),
        U&'\0300\0309\0303\0301\0323\0306\0302\031B', U&'\0101\0102\0103\0104\0105'
    );

-- People are listed by their given name, which stands last.
CREATE FUNCTION person_sort_key(name text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN sort_key(regexp_replace(name, '^(.*)\s(\S+)$', '\2 \1'));

-- "Nguyễn V. A•": the family name, the initials, and a sign that something is missing.
CREATE FUNCTION mask_name(name text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN regexp_replace(
        regexp_replace(name, '\s+(\S)\S*(?=\s)', ' \1.', 'g'), '(\S)\S*$', '\1•'
    );

-- "0123•••789"; a short number shows nothing.
CREATE FUNCTION mask_number(number text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN length(number) < 10 THEN '•••'
        ELSE left(number, 4) || '•••' || right(number, 3) END;

-- The offices whose rows this transaction may see. Where nothing is set it fails: a finished
-- SET LOCAL leaves '' behind, so that counts as nothing, too.
CREATE FUNCTION my_offices() RETURNS text[]
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $body$
BEGIN
    IF coalesce(current_setting('app.offices', true), '') = '' THEN
        RAISE EXCEPTION 'no scope is set' USING ERRCODE = '42501';
    END IF;
    RETURN current_setting('app.offices')::text[];
END
$body$;
