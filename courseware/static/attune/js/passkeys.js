// Passkeys and security keys on the account pages.
//
// <form data-passkey="create">  makes a key; options from <script id="js_data">; optional checkbox name="passwordless"
// <form data-passkey="get">     proves a key; options from <script id="js_data">
// <form data-passkey="sign-in"> proves a key of anybody; options fetched from the form's own address
//
// Each form holds <input type="hidden" name="credential"> and <p data-passkey-error role="alert" hidden>. On submit the
// browser's key dialogue runs first, its result goes into the field as JSON, and then the form is sent.

const MESSAGES = {
  NotAllowedError: "No key was used. You can try again, or choose another way.",
  AbortError: "No key was used. You can try again, or choose another way.",
  InvalidStateError: "This key is already registered to your account.",
  SecurityError: "Keys need a secure address with a name. If this one is made of numbers, open the site by its name (localhost).",
  NotSupportedError: "This key cannot do what is asked of it. Try another one.",
};
const OUTDATED = "This browser is too old for passkeys here. Update it, or choose another way.";
const UNREACHABLE = "The server did not answer. Check your connection and try again.";

/** The JSON form of WebAuthn (Level 3) keeps us from converting buffers by hand. */
function supported() {
  return typeof globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON === "function";
}

function embeddedOptions() {
  return JSON.parse(document.getElementById("js_data").textContent);
}

async function fetchedOptions(form) {
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new TypeError(`passkey options: ${response.status}`);
  return response.json();
}

/** A key for signing in alone must live on the device and check who holds it; a second factor need not. */
function forUse(publicKey, passwordless) {
  const selection = {
    ...publicKey.authenticatorSelection,
    residentKey: passwordless ? "required" : "discouraged",
    requireResidentKey: passwordless,
  };
  if (passwordless) selection.userVerification = "required";
  return { ...publicKey, authenticatorSelection: selection };
}

async function create(form) {
  let publicKey = embeddedOptions().creation_options.publicKey;
  const passwordless = form.elements.namedItem("passwordless");
  // Signing up with a passkey has no such choice: the server's options already ask for one.
  if (passwordless || form.dataset.passkeyUse === "second-factor") {
    publicKey = forUse(publicKey, passwordless?.checked ?? false);
  }
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
}

async function prove(options) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.request_options.publicKey);
  return navigator.credentials.get({ publicKey });
}

async function credentialFor(form) {
  if (form.dataset.passkey === "create") return create(form);
  if (form.dataset.passkey === "sign-in") return prove(await fetchedOptions(form));
  return prove(embeddedOptions());
}

function show(form, message) {
  const place = form.querySelector("[data-passkey-error]");
  place.textContent = message;
  place.hidden = !message;
}

async function run(form) {
  show(form, "");
  if (!supported()) {
    show(form, OUTDATED);
    return;
  }
  try {
    const credential = await credentialFor(form);
    form.elements.namedItem("credential").value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch (error) {
    show(form, error instanceof TypeError ? UNREACHABLE : MESSAGES[error.name] ?? `The key did not work: ${error.message}`);
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run(form);
  });
}
