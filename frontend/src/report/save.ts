/** Save the page as one file that opens offline. */

/** Return the document as it is shown, without the toolbar, which its script adds again. */
export function documentText(page: Document): string {
  const copy = page.documentElement.cloneNode(true) as HTMLElement;
  for (const toolbar of copy.querySelectorAll(".toolbar")) toolbar.remove();
  return `<!doctype html>\n${copy.outerHTML}\n`;
}

/** Save text as a file of the user. */
export function save(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/html" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the data after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
