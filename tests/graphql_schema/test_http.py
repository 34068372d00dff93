"""GraphQL over HTTP: methods, content types, bodies that are none."""

import pytest

from tests.api import Api

JSON = "application/json"


async def test_a_query_may_be_sent_by_get(owner: Api) -> None:
    query = "query Who($first: Int) { me { email } clients(first: $first) { totalCount } }"
    parameters = {"query": query, "variables": '{"first": 1}', "operationName": "Who"}
    answer = await owner.http.get("/graphql", params=parameters, headers=owner.headers)

    assert (answer.status_code, answer.headers["content-type"]) == (200, JSON)
    assert answer.json() == {"data": {"me": {"email": owner.email}, "clients": {"totalCount": 0}}}


async def test_a_mutation_is_not_run_by_get(owner: Api) -> None:
    parameters = {"query": 'mutation { createClient(input: {name: "X"}) { id } }'}
    answer = await owner.http.get("/graphql", params=parameters, headers=owner.headers)

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    assert answer.json()["errors"][0]["message"] == "Mutations are sent by POST."
    assert (await owner.run("{ clients { totalCount } }"))["clients"]["totalCount"] == 0


@pytest.mark.parametrize("method", ["PUT", "DELETE", "HEAD", "PATCH"])
async def test_other_methods_are_refused_and_change_nothing(owner: Api, method: str) -> None:
    body = {"query": 'mutation { createClient(input: {name: "X"}) { id } }'}
    answer = await owner.http.request(method, "/graphql", json=body, headers=owner.headers)

    assert answer.status_code == 405
    assert {"GET", "POST"} <= {name.strip() for name in answer.headers["allow"].split(",")}
    assert (await owner.run("{ clients { totalCount } }"))["clients"]["totalCount"] == 0


BODIES = [
    ("", "Unable to parse request body as JSON"),
    ("{", "Unable to parse request body as JSON"),
    ("[" * 50_000, "Unable to parse request body as JSON"),
    ('{"query": "{ me { id } }", "variables": {"x": "\\ud800"}}', "Unable to parse request body as JSON"),
    ("[]", "Batching is not enabled"),
    ('[{"query": "{ me { id } }"}, {"query": "{ me { id } }"}]', "Batching is not enabled"),
    ("null", "The JSON of a request must be an object."),
    ('"{ me { id } }"', "The JSON of a request must be an object."),
    ("5", "The JSON of a request must be an object."),
    ("{}", "No GraphQL query found in the request"),
    ('{"query": null}', "No GraphQL query found in the request"),
    ('{"query": ""}', "No GraphQL query found in the request"),
    ('{"query": 5}', "The GraphQL operation's `query` must be a string or null, if provided."),
    ('{"query": "{ me { id } }", "operationName": "Other"}', 'Unknown operation named "Other".'),
    (
        '{"query": "{ me { id } }", "variables": [1]}',
        "The GraphQL operation's `variables` must be an object or null, if provided.",
    ),
]


@pytest.mark.parametrize(("body", "words"), BODIES, ids=[body[:40] for body, _ in BODIES])
async def test_a_body_that_is_no_request_is_refused_in_words(owner: Api, body: str, words: str) -> None:
    answer = await owner.http.post("/graphql", content=body, headers={"content-type": JSON, **owner.headers})

    assert answer.status_code == 400
    assert answer.json() == {"errors": [{"message": words, "extensions": {"code": "VALIDATION_ERROR"}}]}


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/graphql", ""])
async def test_a_content_type_that_any_page_can_send_is_refused(owner: Api, kind: str) -> None:
    body = '{"query": "mutation { createApiKey(name: \\"x\\") { secret } }"}'
    answer = await owner.http.post("/graphql", content=body, headers={"content-type": kind, **owner.headers})

    assert (answer.status_code, answer.json()["errors"][0]["message"]) == (400, "Unsupported content type")
    assert (await owner.run("{ account { apiKeys { id } } }"))["account"]["apiKeys"] == []


async def test_a_get_without_a_query_is_refused(owner: Api) -> None:
    answer = await owner.http.get("/graphql", headers=owner.headers)

    assert (answer.status_code, answer.json()["errors"][0]["message"]) == (400, "A GET request needs a `query`.")
    broken = await owner.http.get(
        "/graphql", params={"query": "{ me { id } }", "variables": "{"}, headers=owner.headers
    )
    assert broken.status_code == 400


async def test_a_browser_is_led_to_the_page(api: Api) -> None:
    answer = await api.http.get("/graphql", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})

    assert (answer.status_code, answer.headers["location"]) == (303, "graphiql/")


async def test_the_newer_content_type_tells_errors_by_the_status(owner: Api) -> None:
    newer = {"accept": "application/graphql-response+json", **owner.headers}
    for query, status in (("{ me { id } }", 200), ("{ me {", 400), ("{ me { nothing } }", 400)):
        answer = await owner.http.post("/graphql", json={"query": query}, headers=newer)
        assert answer.status_code == status
        assert answer.headers["content-type"].startswith("application/graphql-response+json")
        assert ("data" in answer.json()) == (status == 200)
