import axios, { type AxiosInstance } from 'axios';
import type { PrismProxy } from './prism-proxy.ts';
import type { TestAmazon } from './test-amazon.ts';

/** For generated clients led through the proxy: signed in, and noting what the proxy found in each call. */
export function recordingAxios(given: TestAmazon, prism: PrismProxy): { axios: AxiosInstance; violations: unknown[] } {
  const violations: unknown[] = [];
  const instance = axios.create();
  instance.interceptors.request.use((config) => {
    for (const [name, value] of Object.entries(given.headers())) config.headers.set(name, value);
    return config;
  });
  instance.interceptors.response.use((response) => {
    const headers = Object.entries(response.headers).map(([name, value]): [string, string] => [name, String(value)]);
    violations.push(prism.violations(new Headers(headers)));
    return response;
  });
  return { axios: instance, violations };
}
