// The description of the questions as an API, held to the meta-schema of OpenAPI 3.1.
import { Validator } from "@seriousme/openapi-schema-validator";
import { test, expect } from "./world.js";

test("the description of the API is valid", async ({ request }) => {
  const reply = await request.get("/openapi.json");
  expect(reply.status()).toBe(200);
  const document = await reply.json();
  const { valid, errors } = await new Validator().validate(document);
  expect(errors, JSON.stringify(errors)).toBeUndefined();
  expect(valid).toBe(true);
  // The validator is not asleep.
  delete document.info.title;
  expect((await new Validator().validate(document)).valid).toBe(false);
});
