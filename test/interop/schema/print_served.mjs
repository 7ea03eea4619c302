// Prints the schema of the servers in ../servers, sorted.
import { lexicographicSortSchema, printSchema } from "graphql";
import { schema } from "../servers/schema.mjs";

console.log(printSchema(lexicographicSortSchema(schema)));
