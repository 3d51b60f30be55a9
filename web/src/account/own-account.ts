// What the settings have for who is logged in: a part of the page by itself, fetched when the settings are opened.
export { ChangePassword } from "./change-password.tsx";
export { Sessions } from "./sessions.tsx";
export { YourData } from "./your-data.tsx";
