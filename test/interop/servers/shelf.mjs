// What typed programs ask for, beside what is in schema.mjs: a shelf in pages, and a mutation that says what it saw.
import { readFileSync } from "node:fs";

const read = (name) => readFileSync(new URL(name, import.meta.url), "utf8");

export const typeDefs = read("shelf.graphql");
const works = JSON.parse(read("shelf.json"));

export const resolvers = {
  Query: {
    works: (_, { first, after }) => {
      const begin = Number(after ?? 0);
      const end = Math.min(begin + first, works.length);
      return { nodes: works.slice(begin, end), pageInfo: { hasNextPage: end < works.length, endCursor: String(end) } };
    },
    found: () => works,
  },
  Mutation: {
    seen: (_, args) => JSON.stringify(args),
  },
};
