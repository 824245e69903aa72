import { contextBridge } from 'electron';
contextBridge.exposeInMainWorld('ranklab', {});
