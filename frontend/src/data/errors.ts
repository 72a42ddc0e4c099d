/** Errors of the integration's websocket commands. */

/** What went wrong, as far as a card shows it differently. */
export type Problem =
  | "not_found"
  | "unauthorized"
  | "not_loaded"
  | "auth_required"
  | "server_older"
  | "server_newer"
  | "failed";

const BY_CODE: Record<string, Problem> = {
  not_found: "not_found",
  unauthorized: "unauthorized",
  not_loaded: "not_loaded",
  auth_required: "auth_required",
  // The integration is older than the card, or Home Assistant is still starting.
  unknown_command: "server_older",
};

export function problemOf(error: unknown): Problem {
  const code = (error as { code?: unknown } | null)?.code;
  return (typeof code === "string" && BY_CODE[code]) || "failed";
}

/** Return whether trying again some time later can help without any other change. */
export function isTemporary(problem: Problem): boolean {
  return ["not_loaded", "auth_required", "server_older", "failed"].includes(problem);
}
